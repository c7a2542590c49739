package io.github.bluegreen4j.aws.call;

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
    private static final ThreadLocal<State> CURRENT = ThreadLocal.withInitial(() -> State.NOT_WATCHED);

    /** How far the request of this thread has come. */
    enum State {
        /** The client does not say. */
        NOT_WATCHED,
        /** It is being prepared: credentials are looked for, it is signed. */
        PREPARED,
        /** It was given to the HTTP client. */
        SENT
    }

    /** Forgets the request before. */
    static void begin() {
        CURRENT.remove();
    }

    static State state() {
        return CURRENT.get();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        CURRENT.set(State.PREPARED);
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        CURRENT.set(State.SENT);
    }
}
