package io.github.bluegreen4j.awstestkit.fault;

import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;

/** What becomes of a request instead of its answer. */
public enum WireFault {
    /** Turned away for too many requests, with the service's own code. */
    THROTTLED(false),
    /** Turned away as AWS's permissions would, with the message that names the action. */
    DENIED(false),
    /** Status 500 before anything took effect. */
    INTERNAL_ERROR(false),
    /** Status 503 before anything took effect. */
    UNAVAILABLE(false),
    /** Status 500 although it took effect. */
    INTERNAL_ERROR_AFTERWARDS(true),
    /** Nobody listens. */
    CONNECTION_REFUSED(false),
    /** The connection breaks before the request took effect. */
    RESET(false),
    /** The connection breaks after the request took effect. */
    RESET_AFTERWARDS(true),
    /** No answer in time, and it took no effect. */
    TIMED_OUT(false),
    /** No answer in time, although it took effect. */
    TIMED_OUT_AFTERWARDS(true),
    /** It took effect, and the answer is no language that the client speaks. */
    NONSENSE(true),
    /** It took effect, and the answer is a proxy's XML page with status 200, which clients of XML APIs parse as an empty answer. */
    FOREIGN_PAGE(true);

    private final boolean takesEffect;

    WireFault(boolean takesEffect) {
        this.takesEffect = takesEffect;
    }

    /** Whether the request takes effect nevertheless. */
    public boolean takesEffect() {
        return takesEffect;
    }

    /**
     * Lets it happen: throws always.
     *
     * @param denial what a lack of permission is told as
     */
    public void strike(Api api, Supplier<AwsRefusal> denial) throws IOException {
        switch (this) {
            case THROTTLED -> throw api.throttled();
            case DENIED -> throw denial.get();
            case INTERNAL_ERROR, INTERNAL_ERROR_AFTERWARDS -> throw internal(api);
            case UNAVAILABLE ->
                throw new AwsRefusal(503, "ServiceUnavailable", "The service is temporarily unavailable");
            case CONNECTION_REFUSED -> throw new ConnectException("Connection refused");
            case RESET, RESET_AFTERWARDS -> throw new SocketException("Connection reset");
            case TIMED_OUT, TIMED_OUT_AFTERWARDS -> throw new SocketTimeoutException("Read timed out");
            case NONSENSE -> throw AwsRefusal.nonsense(200, "<html><body>A proxy says hello</body>");
            case FOREIGN_PAGE -> throw AwsRefusal.nonsense(200, "<html><body>A proxy says hello</body></html>");
        }
    }

    private static AwsRefusal internal(Api api) {
        String code = switch (api) {
            case ECS -> "ServerException";
            case LAMBDA -> "ServiceException";
            case DYNAMODB -> "InternalServerError";
            case EVENTS -> "InternalException";
            case AUTO_SCALING -> "InternalServiceException";
            case ELB, CLOUDWATCH -> "InternalFailure";
        };
        return new AwsRefusal(500, code, "An internal error has occurred");
    }
}
