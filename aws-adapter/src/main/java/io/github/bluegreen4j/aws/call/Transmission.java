package io.github.bluegreen4j.aws.call;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Notes whether the SDK has sent a request. What fails before that (credentials that can't be loaded, for example) has changed
 * nothing. The notes are kept by thread: the SDK's clients that block run their interceptors on the caller's thread. Safe for use by
 * many threads.
 *
 * <p>{@link io.github.bluegreen4j.aws.SdkClients} gives it to each client that it builds. Of a client without it nothing is known, and
 * its failures are judged by their exceptions alone.
 */
public final class Transmission implements ExecutionInterceptor {
    private static final ThreadLocal<Boolean> SENT = ThreadLocal.withInitial(() -> false);

    /** Whether a client tells of its requests. */
    static boolean isToldBy(AwsClient client) {
        return Optional.ofNullable(client.serviceClientConfiguration())
                .map(config -> config.overrideConfiguration().executionInterceptors())
                .filter(all -> all.stream().anyMatch(Transmission.class::isInstance))
                .isPresent();
    }

    /** Forgets the request before. */
    static void begin() {
        SENT.remove();
    }

    /** Whether a request was given to the HTTP client since then. */
    static boolean hasBegun() {
        return SENT.get();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        SENT.set(true);
    }
}
