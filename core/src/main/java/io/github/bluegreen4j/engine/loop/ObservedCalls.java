package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.spi.CallObserver;
import io.github.bluegreen4j.spi.CallObserver.CallEnd;
import io.github.bluegreen4j.spi.CallObserver.Observation;
import io.github.bluegreen4j.spi.CallObserver.ObservedCall;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.CallHandle;
import io.github.bluegreen4j.spi.CallRunner.Completion;
import io.github.bluegreen4j.spi.CallRunner.PortCall;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs calls so that users' observers see them. An observer that throws affects neither the call nor another observer. */
final class ObservedCalls implements CallRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ObservedCalls.class);

    private final CallRunner runner;
    private final List<CallObserver> observers;
    private final Supplier<Instant> clock;
    private final FailureLog failureLog;

    private ObservedCalls(
            CallRunner runner, List<CallObserver> observers, Supplier<Instant> clock, FailureLog failureLog) {
        this.runner = runner;
        this.observers = observers;
        this.clock = clock;
        this.failureLog = failureLog;
    }

    /** Without observers it is the same runner. */
    static CallRunner of(
            CallRunner runner, List<CallObserver> observers, Supplier<Instant> clock, FailureLog failureLog) {
        return observers.isEmpty() ? runner : new ObservedCalls(runner, List.copyOf(observers), clock, failureLog);
    }

    @Override
    public <T> CallHandle run(PortCall<T> call, Completion<T> completion) {
        ObservedBody<T> body = new ObservedBody<>(call, clock.get());
        CallHandle handle = runner.run(
                new PortCall<>(
                        call.lane(),
                        call.operation(),
                        call.purpose(),
                        call.wording(),
                        call.maximum(),
                        call.permit(),
                        body),
                completion);
        return () -> {
            body.abandoned = true;
            return handle.abandon();
        };
    }

    @Override
    public Map<PortCall.Kind, Load> load() {
        return runner.load();
    }

    @Override
    public void close() {
        runner.close();
    }

    /** The invocation of one call, between what its observers do before and after it. */
    private final class ObservedBody<T> implements PortCall.Body<T> {
        private final PortCall<T> call;
        private final Instant addedAt;
        private volatile boolean abandoned;

        ObservedBody(PortCall<T> call, Instant addedAt) {
            this.call = call;
            this.addedAt = addedAt;
        }

        @Override
        public T make(SendPermit permit) throws Exception {
            Instant begunAt = clock.get();
            List<Observation> observations = begin(Duration.between(addedAt, begunAt));
            @Nullable Throwable thrown = null;
            try {
                return call.body().make(permit);
            } catch (Throwable outcome) { // an Error, too, is an outcome of the call
                thrown = outcome;
                throw outcome;
            } finally {
                end(observations, begunAt, thrown);
            }
        }

        private List<Observation> begin(Duration waited) {
            ObservedCall observed =
                    new ObservedCall(call.operation(), call.lane(), call.purpose(), call.wording(), waited);
            List<Observation> observations = new ArrayList<>(observers.size());
            for (CallObserver observer : observers) {
                try {
                    observations.add(observer.begins(observed));
                } catch (RuntimeException | LinkageError | StackOverflowError defect) {
                    complain(defect);
                }
            }
            return observations;
        }

        /** In reverse order, so that contexts that the observers have set are nested. */
        private void end(List<Observation> observations, Instant begunAt, @Nullable Throwable thrown) {
            CallEnd end = new CallEnd(Duration.between(begunAt, clock.get()), Optional.ofNullable(thrown), abandoned);
            for (int i = observations.size() - 1; i >= 0; i--) {
                try {
                    observations.get(i).ended(end);
                } catch (RuntimeException | LinkageError | StackOverflowError defect) {
                    complain(defect);
                }
            }
        }

        private void complain(Throwable defect) {
            failureLog.warn(LOG, defect, "An observer failed on a call of {}", call.operation());
        }
    }
}
