package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Records whether the SDK has sent a request. A failure before that, such as missing credentials, changed nothing. A change
 * is sent only if the engine's permit is still valid at that moment, so a thread that paused after signing the request does
 * not send it. The record is per thread, because synchronous SDK clients run interceptors on the caller's thread.
 * Thread-safe.
 *
 * <p>{@link io.github.bluegreen4j.aws.SdkClients} adds it to every client it configures. With other clients, failures are
 * classified by their exceptions alone, and the permit is checked only before the SDK is called.
 */
public final class Transmission implements ExecutionInterceptor {
    private static final ThreadLocal<Boolean> SENT = ThreadLocal.withInitial(() -> false);
    private static final ThreadLocal<SendPermit> PERMIT = ThreadLocal.withInitial(SendPermit::always);

    /** Tells whether a client has this interceptor. */
    static boolean isPartOf(AwsClient client) {
        return Optional.ofNullable(client.serviceClientConfiguration())
                .map(config -> config.overrideConfiguration().executionInterceptors())
                .filter(all -> all.stream().anyMatch(Transmission.class::isInstance))
                .isPresent();
    }

    /** Resets the record before a request, which is sent only if the permit is still valid then. */
    static void begin(SendPermit permit) {
        SENT.remove();
        PERMIT.set(permit);
    }

    /** Discards the record of the request. */
    static void end() {
        SENT.remove();
        PERMIT.remove();
    }

    /** Tells whether a request was handed to the HTTP client since {@link #begin}. */
    static boolean hasBegun() {
        return SENT.get();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        PERMIT.get().require("send", context.request().getClass().getSimpleName());
        SENT.set(true);
    }
}
