package io.github.bluegreen4j.awstestkit.fault;

import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;

/** What happens to a request instead of a correct answer. */
public enum WireFault {
    /** The request is refused for too many requests, with the service's own error code. */
    THROTTLED(false),
    /** The request is refused for a missing permission, with AWS's message that names the action. */
    DENIED(false),
    /** Status 500; the request had no effect. */
    INTERNAL_ERROR(false),
    /** Status 503; the request had no effect. */
    UNAVAILABLE(false),
    /** Status 500, although the request took effect. */
    INTERNAL_ERROR_AFTERWARDS(true),
    /** The connection is refused. */
    CONNECTION_REFUSED(false),
    /** The connection breaks before the request takes effect. */
    RESET(false),
    /** The connection breaks after the request took effect. */
    RESET_AFTERWARDS(true),
    /** The request times out without effect. */
    TIMED_OUT(false),
    /** The request times out, although it took effect. */
    TIMED_OUT_AFTERWARDS(true),
    /** The request takes effect, but the answer is malformed. */
    NONSENSE(true),
    /**
     * The request takes effect, but the answer is a proxy's XML page with status 200. Clients of XML APIs parse it as an
     * empty answer.
     */
    FOREIGN_PAGE(true);

    private final boolean takesEffect;

    WireFault(boolean takesEffect) {
        this.takesEffect = takesEffect;
    }

    /** {@return whether the request takes effect despite the fault} */
    public boolean takesEffect() {
        return takesEffect;
    }

    /**
     * Throws the fault. It never returns normally.
     *
     * @param api the service of the request, for its error codes
     * @param denial makes the refusal for {@link #DENIED}
     * @throws IOException for a broken, refused or timed-out connection; all other faults throw {@link AwsRefusal}
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
