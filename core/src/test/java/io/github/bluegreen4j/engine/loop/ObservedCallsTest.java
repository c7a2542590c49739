package io.github.bluegreen4j.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.CallObserver;
import io.github.bluegreen4j.spi.CallObserver.CallEnd;
import io.github.bluegreen4j.spi.CallObserver.ObservedCall;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.CallHandle;
import io.github.bluegreen4j.spi.CallRunner.Completion;
import io.github.bluegreen4j.spi.CallRunner.PortCall;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ObservedCallsTest {
    private static final PortCall.Purpose PURPOSE = PortCall.Purpose.of(new DeploymentId("d-1"));

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-03-01T03:00:00Z"));
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final List<ObservedCall> begun = new ArrayList<>();
    private final List<CallEnd> ended = new ArrayList<>();

    /** Makes each call when the test asks for it. */
    private final CallRunner held = new CallRunner() {
        @Override
        public <T> CallHandle run(PortCall<T> call, Completion<T> completion) {
            waiting.add(() -> {
                try {
                    completion.succeeded(call.make());
                } catch (Throwable thrown) {
                    completion.failed(thrown);
                }
            });
            return () -> true;
        }

        @Override
        public void close() {}
    };

    private final class Told implements Completion<String> {
        @Override
        public void started() {}

        @Override
        public void succeeded(String answer) {
            told.add(answer);
        }

        @Override
        public void failed(Throwable problem) {
            told.add("failed: " + problem.getMessage());
        }
    }

    private void advance(long seconds) {
        clock.updateAndGet(now -> now.plusSeconds(seconds));
    }

    private CallObserver recording(String name) {
        return call -> {
            told.add(name + " begins");
            begun.add(call);
            return end -> {
                told.add(name + " ends");
                ended.add(end);
            };
        };
    }

    private CallHandle run(SendPermit permit, Callable<String> body, CallObserver... observers) {
        CallRunner runner = ObservedCalls.of(held, Arrays.asList(observers), clock::get, new FailureLog(clock::get));
        PortCall.Lane lane = new PortCall.Lane(PortCall.Kind.CHANGE, "");
        return runner.run(
                new PortCall<>(
                        lane,
                        CallRunner.Operation.SCALE,
                        PURPOSE,
                        () -> "scale",
                        Duration.ofSeconds(10),
                        permit,
                        sent -> body.call()),
                new Told());
    }

    private CallHandle run(Callable<String> body, CallObserver... observers) {
        return run(SendPermit.always(), body, observers);
    }

    private void make() {
        waiting.remove().run();
    }

    @Test
    void observersSurroundTheCallAndSeeHowLongItWaitedAndTook() {
        run(
                () -> {
                    told.add("the port");
                    advance(3);
                    return "an answer";
                },
                recording("outer"),
                recording("inner"));
        advance(2);
        make();

        assertThat(told)
                .containsExactly("outer begins", "inner begins", "the port", "inner ends", "outer ends", "an answer");
        assertThat(begun).allSatisfy(call -> {
            assertThat(call.operation()).isEqualTo(CallRunner.Operation.SCALE);
            assertThat(call.purpose()).isEqualTo(PURPOSE);
            assertThat(call.waited()).isEqualTo(Duration.ofSeconds(2));
        });
        assertThat(ended).containsOnly(new CallEnd(Duration.ofSeconds(3), Optional.empty(), false));
    }

    @Test
    void whatThePortThrowsIsSeenAndStaysTheOutcome() {
        IllegalStateException thrown = new IllegalStateException("no");
        run(
                () -> {
                    throw thrown;
                },
                recording("an observer"));
        make();

        assertThat(told).containsExactly("an observer begins", "an observer ends", "failed: no");
        assertThat(ended).containsExactly(new CallEnd(Duration.ZERO, Optional.of(thrown), false));
    }

    @Test
    void anObserverThatFailsHarmsNobody() {
        CallObserver failsAtOnce = call -> {
            throw new IllegalArgumentException("at once");
        };
        CallObserver failsLater = call -> end -> {
            throw new StackOverflowError("later");
        };
        CallObserver nothing = call -> null;
        run(() -> "an answer", failsAtOnce, recording("another"), failsLater, nothing);
        make();

        assertThat(told).containsExactly("another begins", "another ends", "an answer");
    }

    @Test
    void anObserverSeesThatACallWasGivenUp() {
        List<CallHandle> handles = new ArrayList<>();
        handles.add(run(
                () -> {
                    handles.get(0).abandon();
                    return "too late";
                },
                recording("an observer")));
        make();

        assertThat(ended).containsExactly(new CallEnd(Duration.ZERO, Optional.empty(), true));
    }

    @Test
    void aCallThatIsNotSentIsNotObserved() {
        run(() -> false, () -> "never", recording("an observer"));
        make();

        assertThat(begun).isEmpty();
        assertThat(told).singleElement().asString().contains("nothing was sent");
    }

    @Test
    void withoutObserversNothingIsAdded() {
        assertThat(ObservedCalls.of(held, List.of(), clock::get, new FailureLog(clock::get)))
                .isSameAs(held);
    }
}
