package io.github.bluegreen4j.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.PortCall.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls take their places in the lanes of production, and what a port throws or returns is an outcome. */
class VirtualCallsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final VirtualCalls calls = new VirtualCalls(time);
    private final List<String> began = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();

    @BeforeEach
    void everyCallTakesASecond() {
        calls.fate(call -> Fate.answeredAfter(SECOND));
    }

    private CallRunner.CallHandle make(Kind kind, String key, String name) {
        return make(kind, key, name, () -> name);
    }

    private CallRunner.CallHandle make(Kind kind, String key, String name, Callable<String> body) {
        return make(new CallRunner.PortCall.Lane(kind, key), name, body);
    }

    private CallRunner.CallHandle make(CallRunner.PortCall.Lane lane, String name, Callable<String> body) {
        CallRunner.PortCall<String> call = new CallRunner.PortCall<>(
                lane,
                CallRunner.Operation.DESCRIBE,
                CallRunner.PortCall.Purpose.ENGINE,
                () -> name,
                Duration.ofSeconds(10),
                body);
        return calls.run(call, new CallRunner.Completion<>() {
            @Override
            public void started() {
                began.add(name);
            }

            @Override
            public void succeeded(String answer) {
                ended.add(name + ": " + answer);
            }

            @Override
            public void failed(Throwable problem) {
                ended.add(name + ": " + problem.getClass().getSimpleName());
            }
        });
    }

    @Test
    void ofSixCallsOfTheJournalTwoWaitUntilOneOfTheFirstFourHasEnded() {
        for (int i = 1; i <= 6; i++) {
            make(Kind.JOURNAL, "", "call-" + i);
        }
        time.runUntilIdle();
        assertThat(began).containsExactly("call-1", "call-2", "call-3", "call-4");
        assertThat(calls.waiting(Kind.JOURNAL)).isEqualTo(2);
        assertThat(ended).isEmpty();

        time.advance(SECOND);
        assertThat(began).endsWith("call-5", "call-6").hasSize(6);
        assertThat(ended).hasSize(4);
        time.advance(SECOND);
        assertThat(ended).hasSize(6);
    }

    @Test
    void eachKindHasAsManyPlacesAsInProduction() {
        for (Kind kind : List.of(Kind.READ, Kind.CHANGE, Kind.RESTORE, Kind.HOOK, Kind.LISTENER)) {
            for (int i = 0; i < 100; i++) {
                make(kind, "", kind.name());
            }
        }
        time.runUntilIdle();
        for (Kind kind : List.of(Kind.READ, Kind.CHANGE, Kind.RESTORE, Kind.HOOK, Kind.LISTENER)) {
            assertThat(began.stream().filter(kind.name()::equals))
                    .as("%s", kind)
                    .hasSize(kind.atOnce());
        }
    }

    @Test
    void eachGroupOfAKindHasPlacesOfItsOwn() {
        for (String listener : List.of("mail", "metrics")) {
            for (int i = 0; i < 5; i++) {
                make(new CallRunner.PortCall.Lane(Kind.LISTENER, listener, ""), listener, () -> "");
            }
        }
        time.runUntilIdle();
        assertThat(began.stream().filter("mail"::equals)).hasSize(4);
        assertThat(began.stream().filter("metrics"::equals)).hasSize(4);
        assertThat(calls.waiting(Kind.LISTENER)).isEqualTo(2);
    }

    @Test
    void callsOfOneKeyAreMadeOneAfterTheOther() {
        make(Kind.CHANGE, "web", "web-1");
        make(Kind.CHANGE, "web", "web-2");
        make(Kind.CHANGE, "api", "api-1");
        time.runUntilIdle();
        assertThat(began).containsExactly("web-1", "api-1");
        time.advance(SECOND);
        assertThat(began).containsExactly("web-1", "api-1", "web-2");
    }

    @Test
    void aCallThatIsAbandonedWhileItWaitsNeverBegins() {
        for (int i = 1; i <= 4; i++) {
            make(Kind.JOURNAL, "", "call-" + i);
        }
        CallRunner.CallHandle waiting = make(Kind.JOURNAL, "", "waiting");
        time.runUntilIdle();
        assertThat(waiting.abandon()).isTrue();
        time.advance(Duration.ofSeconds(5));
        assertThat(began).hasSize(4).doesNotContain("waiting");
    }

    @Test
    void aCallThatIsAbandonedAfterItBeganLeavesItsPlace() {
        calls.fate(call -> Fate.hangs());
        CallRunner.CallHandle first = make(Kind.JOURNAL, "", "call-1");
        for (int i = 2; i <= 5; i++) {
            make(Kind.JOURNAL, "", "call-" + i);
        }
        time.runUntilIdle();
        assertThat(began).doesNotContain("call-5");
        assertThat(first.abandon()).isFalse();
        time.runUntilIdle();
        assertThat(began).contains("call-5");
    }

    @Test
    void aPlaceThatWasGivenToACallAbandonedMeanwhileGoesToTheNext() {
        CallRunner.CallHandle hanging = make(Kind.CHANGE, "web", "web-1");
        CallRunner.CallHandle next = make(Kind.CHANGE, "web", "web-2");
        make(Kind.CHANGE, "web", "web-3");
        time.runUntilIdle();
        assertThat(hanging.abandon()).isFalse();
        assertThat(next.abandon()).isTrue();
        time.runUntilIdle();
        assertThat(began).containsExactly("web-1", "web-3");
    }

    @Test
    void whatAPortThrowsIsAnOutcomeUnlessItEndsTheRun() {
        calls.fate(call -> Fate.answered());
        calls.endsRun(OutOfMemoryError.class::isInstance);
        make(Kind.HOOK, "", "assertion", () -> {
            throw new AssertionError("the cart is empty");
        });
        make(Kind.HOOK, "", "overflow", () -> {
            throw new StackOverflowError();
        });
        time.runUntilIdle();
        assertThat(ended).containsExactly("assertion: AssertionError", "overflow: StackOverflowError");
        make(Kind.HOOK, "", "end", () -> {
            throw new OutOfMemoryError("of the test itself");
        });
        assertThatThrownBy(time::runUntilIdle).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aFateMayThrowBeforeOrAfterItTookEffect() {
        List<String> effects = new ArrayList<>();
        calls.fate(call -> Fate.throwsBefore(new NoClassDefFoundError()));
        make(Kind.CHANGE, "", "before", () -> String.valueOf(effects.add("before")));
        time.runUntilIdle();
        calls.fate(call -> Fate.throwsAfter(new StackOverflowError()));
        make(Kind.CHANGE, "", "after", () -> String.valueOf(effects.add("after")));
        time.runUntilIdle();
        assertThat(effects).containsExactly("after");
        assertThat(ended).containsExactly("before: NoClassDefFoundError", "after: StackOverflowError");
    }

    /** The code between the port and the engine meets it. */
    @Test
    void nullIsReturnedByThePortItself() {
        NullAnswers nulls = new NullAnswers();
        Supplier<String> port = nulls.of(Named.class, () -> "answer");
        calls.nullAnswers(nulls);
        calls.fate(call -> Fate.returnsNull());
        make(Kind.HOOK, "", "caught", () -> "it said " + port.get());
        make(Kind.HOOK, "", "not asked", () -> "nothing");
        time.runUntilIdle();
        calls.fate(call -> Fate.answered());
        make(Kind.HOOK, "", "later", port::get);
        time.runUntilIdle();
        assertThat(ended).containsExactly("caught: it said null", "not asked: NullPointerException", "later: answer");
    }

    /** A port with one method. */
    interface Named extends Supplier<String> {}

    @Test
    void whatAPortThrowsComesThroughAsItIs() {
        Supplier<String> port = new NullAnswers().of(Named.class, () -> {
            throw new IllegalStateException("broken");
        });
        make(Kind.HOOK, "", "hook", port::get);
        time.advance(SECOND);
        assertThat(ended).containsExactly("hook: IllegalStateException");
    }

    @Test
    void aSlowCallTakesEffectBeforeItIsAnswered() {
        calls.fate(call -> Fate.slow(Duration.ofMillis(300), SECOND));
        List<Duration> landed = new ArrayList<>();
        make(Kind.READ, "", "slow", () -> String.valueOf(landed.add(time.sinceStart())));
        time.advance(Duration.ofMillis(999));
        assertThat(landed).containsExactly(Duration.ofMillis(300));
        assertThat(ended).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(ended).containsExactly("slow: true");
    }
}
