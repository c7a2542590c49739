package io.github.bluegreen4j.aws.call;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Records whether the SDK has sent a request. A failure before that (missing credentials, for example) changed nothing. The record is
 * per thread: synchronous clients of the SDK run their interceptors on the caller's thread. Safe for use by many threads.
 *
 * <p>{@link io.github.bluegreen4j.aws.SdkClients} adds it to each client that it builds. Failures of other clients are classified by
 * their exceptions alone.
 */
public final class Transmission implements ExecutionInterceptor {
    private static final ThreadLocal<Boolean> SENT = ThreadLocal.withInitial(() -> false);

    /** Whether a client has this interceptor. */
    static boolean isPartOf(AwsClient client) {
        return Optional.ofNullable(client.serviceClientConfiguration())
                .map(config -> config.overrideConfiguration().executionInterceptors())
                .filter(all -> all.stream().anyMatch(Transmission.class::isInstance))
                .isPresent();
    }

    /** Clears the record before the next request. */
    static void begin() {
        SENT.remove();
    }

    /** Whether a request was handed to the HTTP client since {@link #begin}. */
    static boolean hasBegun() {
        return SENT.get();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        SENT.set(true);
    }
}
