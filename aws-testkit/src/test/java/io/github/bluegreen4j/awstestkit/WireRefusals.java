package io.github.bluegreen4j.awstestkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the SDK throws when AWS says no. */
final class WireRefusals {
    private WireRefusals() {}

    /** Asserts that a request is refused with a code and a text. */
    static AwsServiceException refused(ThrowingCallable request, String code, String text) {
        AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, request);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.awsErrorDetails().errorMessage()).contains(text);
        return refusal;
    }
}
