package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.model.Problem;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Classifies errors of AWS and the SDK as problems of a port. */
final class ErrorClasses {
    private static final Pattern MISSING_PERMISSION = Pattern.compile("not authorized to perform: ([\\w-]+:\\w+)");

    /** Expired credentials: the next attempt uses new ones. */
    private static final Set<String> RENEWABLE = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "TokenRefreshRequired",
            "RequestExpired",
            "RequestTimeTooSkewed",
            "RequestInTheFuture");

    /**
     * Codes of temporary conflicts, whatever the HTTP status. Lambda answers 502 while a function starts, Application Auto Scaling 500
     * for concurrent updates, DynamoDB 400 for a write during a transaction.
     */
    private static final Set<String> BUSY = Set.of(
            "UpdateInProgressException",
            "ConflictException",
            "ResourceInUse",
            "ResourceConflictException",
            "ResourceNotReadyException",
            "SnapStartNotReadyException",
            "TransactionConflictException",
            "ConcurrentUpdateException",
            "ConcurrentModificationException");

    /** Sent by a proxy that timed out. The request may have taken effect. */
    private static final int REQUEST_TIMEOUT = 408;

    private static final int LONGEST_REASON = 160;

    private ErrorClasses() {}

    /** Tells whether the state of the process is undefined after an error. */
    static boolean isFatal(Throwable thrown) {
        // Compared by name, because later versions of Java have no ThreadDeath.
        return thrown instanceof VirtualMachineError
                || thrown.getClass().getName().equals("java.lang.ThreadDeath");
    }

    static Problem problem(
            Throwable thrown,
            String operation,
            String resource,
            Problem.Kind whenAnswerIsLost,
            Optional<String> region) {
        if (thrown instanceof AwsServiceException answered) {
            Problem.Kind kind = kind(answered, whenAnswerIsLost);
            // The resource may exist in another Region.
            String asked = kind == Problem.Kind.GONE
                    ? region.map(id -> "; asked in Region " + id).orElse("")
                    : "";
            return new Problem(kind, operation, resource, message(answered) + asked);
        }
        boolean sent = !wasNotReached(thrown);
        return new Problem(
                sent ? whenAnswerIsLost : Problem.Kind.UNAVAILABLE,
                operation,
                resource,
                (sent ? "no usable answer: " : "not reached: ") + text(thrown));
    }

    /**
     * Returns the message of an SDK error. For any other error it includes the class, because the message may be missing.
     */
    private static String text(Throwable thrown) {
        return thrown instanceof SdkException && thrown.getMessage() != null ? thrown.getMessage() : thrown.toString();
    }

    /** Detects missing credentials by the SDK's text, for clients without {@link Transmission}. */
    static boolean lacksCredentials(Throwable thrown) {
        return thrown instanceof SdkClientException
                && String.valueOf(thrown.getMessage()).startsWith("Unable to load credentials");
    }

    /**
     * Describes a failure before the request was sent. The SDK lists every credentials provider with its own failure, so the
     * message is cut.
     */
    static Problem unsent(Throwable thrown, String operation, String resource) {
        String text = text(thrown);
        String cut = text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
        String message = text.toLowerCase(Locale.ROOT).contains("credentials")
                ? "no usable AWS credentials, so nothing was sent; give them by AWS_PROFILE, by AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY, or by the role of the machine; the SDK says: " + cut
                : "nothing was sent: " + cut;
        return new Problem(Problem.Kind.UNAVAILABLE, operation, resource, message);
    }

    private static Problem.Kind kind(AwsServiceException answered, Problem.Kind whenAnswerIsLost) {
        String code = code(answered);
        if (answered.isThrottlingException() || RENEWABLE.contains(code) || BUSY.contains(code)) {
            return Problem.Kind.UNAVAILABLE;
        }
        if (answered.statusCode() >= 500 || answered.statusCode() == REQUEST_TIMEOUT) {
            return whenAnswerIsLost;
        }
        return isMissing(code) ? Problem.Kind.GONE : Problem.Kind.REFUSED;
    }

    /**
     * Tells whether an error code means that the resource does not exist. An inactive service was deleted and cannot be
     * activated again.
     */
    private static boolean isMissing(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        return lower.endsWith("notfound")
                || lower.endsWith("notfoundexception")
                || code.equals("ServiceNotActiveException");
    }

    private static String code(AwsServiceException answered) {
        return Optional.ofNullable(answered.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    private static String message(AwsServiceException answered) {
        String text = Optional.ofNullable(answered.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .orElse(answered.getMessage());
        Matcher missing = MISSING_PERMISSION.matcher(text == null ? "" : text);
        String permission = missing.find() ? "; the missing permission is " + missing.group(1) : "";
        String code = code(answered).isEmpty() ? "status" : code(answered);
        return code + " (" + answered.statusCode() + "): " + text + permission;
    }

    private static boolean wasNotReached(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }
}
