package io.github.bluegreen4j.aws.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.Problem;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What AWS's error codes mean, those that the fake of AWS does not answer by itself too. */
class ErrorClassesTest {

    private static AwsServiceException answered(int status, String code, String message) {
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private static Problem ofAChange(SdkException thrown) {
        return ErrorClasses.problem(thrown, "lambda:InvokeFunction", "hook", Problem.Kind.UNKNOWN, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "429, TooManyRequestsException, UNAVAILABLE",
        "400, ThrottlingException, UNAVAILABLE",
        "400, Throttling, UNAVAILABLE",
        "400, RequestLimitExceeded, UNAVAILABLE",
        "403, ExpiredTokenException, UNAVAILABLE",
        "400, TokenRefreshRequired, UNAVAILABLE",
        "400, RequestExpired, UNAVAILABLE",
        "400, UpdateInProgressException, UNAVAILABLE",
        "409, ResourceConflictException, UNAVAILABLE",
        "502, ResourceNotReadyException, UNAVAILABLE",
        "409, SnapStartNotReadyException, UNAVAILABLE",
        "500, ConcurrentUpdateException, UNAVAILABLE",
        "400, ConcurrentModificationException, UNAVAILABLE",
        "500, ServiceException, UNKNOWN",
        "502, EFSIOException, UNKNOWN",
        "503, ServiceUnavailable, UNKNOWN",
        "408, RequestTimeout, UNKNOWN",
        "404, ResourceNotFoundException, GONE",
        "400, TargetGroupNotFound, GONE",
        "400, TaskSetNotFoundException, GONE",
        "400, ObjectNotFoundException, GONE",
        "400, ServiceNotActiveException, GONE",
        "403, AccessDeniedException, REFUSED",
        "400, UnrecognizedClientException, REFUSED",
        "400, ValidationException, REFUSED",
        "413, RequestTooLargeException, REFUSED"
    })
    void aCodeIsClassified(int status, String code, Problem.Kind kind) {
        Problem problem = ofAChange(answered(status, code, "because"));

        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.operation()).isEqualTo("lambda:InvokeFunction");
        assertThat(problem.message()).isEqualTo(code + " (" + status + "): because");
    }

    @Test
    void aMissingPermissionIsNamedByItself() {
        String message = "User: arn:aws:sts::123456789012:assumed-role/engine/i-1 is not authorized to perform:"
                + " application-autoscaling:RegisterScalableTarget because no identity-based policy allows it";

        assertThat(ofAChange(answered(400, "AccessDeniedException", message)).message())
                .endsWith("; the missing permission is application-autoscaling:RegisterScalableTarget");
    }

    @Test
    void whatAwsDoesNotExplainIsNoFailureOfOurs() {
        assertThat(ofAChange(AwsServiceException.builder().statusCode(403).build())
                        .kind())
                .isEqualTo(Problem.Kind.REFUSED);
        assertThat(ofAChange(answered(400, "ValidationException", null)).kind()).isEqualTo(Problem.Kind.REFUSED);
    }

    /** Only what was certainly not sent may be sent again at once. */
    @Test
    void whatWasNotSentChangedNothing() {
        assertThat(ofAChange(SdkClientException.create("no route", new ConnectException("refused")))
                        .kind())
                .isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(ofAChange(SdkClientException.create("no name", new UnknownHostException("lambda")))
                        .kind())
                .isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(ofAChange(SdkClientException.create("no answer", new SocketTimeoutException("Read timed out")))
                        .kind())
                .isEqualTo(Problem.Kind.UNKNOWN);
    }
}
