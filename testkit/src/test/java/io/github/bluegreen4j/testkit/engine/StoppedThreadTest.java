package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DrivenEngine;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread, or the whole process, is stopped while a change is on its way to its port: nothing is sent after the lease. */
class StoppedThreadTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EngineFixture fixture = new EngineFixture();
    private final List<Held<?>> held = new ArrayList<>();
    private final List<SendPermit> permits = new ArrayList<>();
    private DrivenEngine driven;

    /** Makes every call at once, except the first write of a route: its thread stops before it begins it. */
    private final class Stopping implements CallRunner {
        @Override
        public <T> CallHandle run(PortCall<T> call, Completion<T> completion) {
            Held<T> made = new Held<>(call, completion);
            if (call.operation() == Operation.WRITE_ROUTE) {
                held.add(made);
            } else {
                made.make();
            }
            return made;
        }

        @Override
        public void close() {}
    }

    private static final class Held<T> implements CallRunner.CallHandle {
        private final CallRunner.PortCall<T> call;
        private final CallRunner.Completion<T> completion;
        private boolean begun;

        Held(CallRunner.PortCall<T> call, CallRunner.Completion<T> completion) {
            this.call = call;
            this.completion = completion;
        }

        Object make() {
            begun = true;
            completion.started();
            try {
                T answer = call.make();
                completion.succeeded(answer);
                return String.valueOf(answer);
            } catch (Exception thrown) {
                completion.failed(thrown);
                return thrown;
            }
        }

        @Override
        public boolean abandon() {
            return !begun;
        }
    }

    @BeforeEach
    void deployUpToTheFirstWrite() {
        driven = fixture.builder()
                .name("a")
                .router(asking(fixture.world.router()))
                .time(fixture.time)
                .callRunner(new Stopping())
                .buildDriven();
        driven.engine().deploy(ID, spec().build());
        drive(() -> !held.isEmpty(), Duration.ofMinutes(5));
        assertThat(held).hasSize(1);
    }

    @AfterEach
    void close() {
        driven.close();
    }

    /** A router that remembers the permit it was given. */
    private TrafficRouter asking(TrafficRouter router) {
        return (TrafficRouter) Proxy.newProxyInstance(
                TrafficRouter.class.getClassLoader(),
                new Class<?>[] {TrafficRouter.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("within")) {
                        permits.add((SendPermit) arguments[0]);
                        return proxy;
                    }
                    if (method.getReturnType().equals(TrafficRouter.class)) {
                        return proxy;
                    }
                    try {
                        return method.invoke(router, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private void drive(BooleanSupplier condition, Duration longest) {
        for (long second = 0; second < longest.toSeconds() && !condition.getAsBoolean(); second++) {
            driven.poll();
            fixture.time.advance(Duration.ofSeconds(1));
        }
    }

    private int writes() {
        return fixture.world.calls("write");
    }

    private void isNotSent(Object outcome) {
        assertThat(outcome).isInstanceOf(PortException.class);
        assertThat(((PortException) outcome).problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(writes()).as("writes that the router was asked for").isZero();
    }

    @Test
    void aProcessThatStopsBetweenQueueingAndTheCallSendsNothingAfterItsLease() {
        fixture.time.advance(MINUTE);

        isNotSent(held.get(0).make());
    }

    @Test
    void noCallBeginsThatTheLeaseDoesNotCoverToItsEnd() {
        // The lease of 30 s was renewed within the last 10 s; the call may take 10 s.
        fixture.time.advance(Duration.ofSeconds(21));

        isNotSent(held.get(0).make());
    }

    @Test
    void aSuspendedMachineWhoseMonotonicClockStoodStillSendsNothing() {
        fixture.time.jumpWall(MINUTE);

        isNotSent(held.get(0).make());
    }

    @Test
    void aLeaseThatRanOutAndHoldsAgainDoesNotCoverWhatWasQueuedBefore() {
        fixture.time.advance(MINUTE);
        driven.poll();

        isNotSent(held.get(0).make());
    }

    @Test
    void anEngineThatEndedItsLeaseSendsNothing() {
        driven.beginClose();
        driven.poll();

        isNotSent(held.get(0).make());
    }

    @Test
    void inTimeItIsSentAndItsPermitEndsWithTheTimeOfTheCall() {
        held.get(0).make();
        assertThat(writes()).isEqualTo(1);
        assertThat(permits).hasSize(1);
        SendPermit permit = permits.get(0);
        assertThat(permit.holds()).isTrue();

        fixture.time.advance(Duration.ofSeconds(9));
        assertThat(permit.holds()).isTrue();
        // Only the thread of the call has stopped: the engine goes on, and its lease holds.
        drive(() -> false, Duration.ofSeconds(2));
        assertThat(permit.holds()).isFalse();
    }
}
