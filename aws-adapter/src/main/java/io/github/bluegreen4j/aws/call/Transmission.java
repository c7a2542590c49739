package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Records whether the SDK has sent a request. A failure before that (missing credentials, for example) changed nothing. A request that
 * changes something is sent only if the engine's permit still holds at that moment: a thread that was stopped after the request was
 * signed sends it no more. The record is per thread: synchronous clients of the SDK run their interceptors on the caller's thread. Safe
 * for use by many threads.
 *
 * <p>{@link io.github.bluegreen4j.aws.SdkClients} adds it to each client that it builds. Failures of other clients are classified by
 * their exceptions alone, and the permit of their requests is asked only before the SDK is called.
 */
public final class Transmission implements ExecutionInterceptor {
    private static final ThreadLocal<Boolean> SENT = ThreadLocal.withInitial(() -> false);
    private static final ThreadLocal<SendPermit> PERMIT = ThreadLocal.withInitial(SendPermit::always);

    /** Whether a client has this interceptor. */
    static boolean isPartOf(AwsClient client) {
        return Optional.ofNullable(client.serviceClientConfiguration())
                .map(config -> config.overrideConfiguration().executionInterceptors())
                .filter(all -> all.stream().anyMatch(Transmission.class::isInstance))
                .isPresent();
    }

    /** Clears the record before the next request, which is sent only if that permit holds then. */
    static void begin(SendPermit permit) {
        SENT.remove();
        PERMIT.set(permit);
    }

    /** Forgets the request that was made. */
    static void end() {
        SENT.remove();
        PERMIT.remove();
    }

    /** Whether a request was handed to the HTTP client since {@link #begin}. */
    static boolean hasBegun() {
        return SENT.get();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        PERMIT.get().require("send", context.request().getClass().getSimpleName());
        SENT.set(true);
    }
}
