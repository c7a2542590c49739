package io.github.bluegreen4j.benchmarks.port;

import io.github.bluegreen4j.spi.CallRunner;

/** Makes every call at once, on the thread of the engine, so that one thread does all the work and can be measured. */
public final class InlineCalls implements CallRunner {
    private static final CallHandle OVER = () -> false;

    @Override
    public <T> CallHandle run(PortCall<T> call, Completion<T> completion) {
        completion.started();
        T answer;
        try {
            answer = call.make();
        } catch (Exception thrown) {
            completion.failed(thrown);
            return OVER;
        }
        completion.succeeded(answer);
        return OVER;
    }

    @Override
    public void close() {}
}
