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
import software.amazon.awssdk.core.exception.SdkException;

/** What an error of AWS means for whoever asked. */
final class ErrorClasses {
    private static final Pattern MISSING_PERMISSION = Pattern.compile("not authorized to perform: ([\\w-]+:\\w+)");

    /** Credentials that were good once: the next attempt brings new ones. */
    private static final Set<String> RENEWABLE = Set.of(
            "ExpiredToken", "ExpiredTokenException", "RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture");

    /**
     * Turned away because of what is going on now, whatever the status: Lambda says 502 of a function that wakes up, Application Auto
     * Scaling 500 of an update beside another one, DynamoDB 400 of a write beside a transaction.
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

    /** Sent by whoever stood in between and lost patience: what became of the request is not said. */
    private static final int REQUEST_TIMEOUT = 408;

    private ErrorClasses() {}

    static Problem problem(SdkException thrown, String operation, String resource, Problem.Kind whenAnswerIsLost) {
        if (thrown instanceof AwsServiceException answered) {
            return new Problem(kind(answered, whenAnswerIsLost), operation, resource, message(answered));
        }
        boolean sent = !wasNotSent(thrown);
        return new Problem(
                sent ? whenAnswerIsLost : Problem.Kind.UNAVAILABLE,
                operation,
                resource,
                (sent ? "no usable answer: " : "not reached: ") + thrown.getMessage());
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

    private static boolean isMissing(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        return lower.endsWith("notfound") || lower.endsWith("notfoundexception");
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
        return code(answered) + " (" + answered.statusCode() + "): " + text + permission;
    }

    private static boolean wasNotSent(SdkException thrown) {
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
