package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * After every event of very many deployments another engine takes over at once, whose clock is far apart: every timer has as much time
 * left as if the clocks agreed.
 */
class ClocksApartTest {
    private static final Workflow WORKFLOW = Workflow.standard();
    private static final int SEEDS = 150;

    private static final Duration LATE = Duration.ofMinutes(6);

    /** So far apart clocks may be without any limit becoming shorter. */
    private static final List<Duration> MINUTES =
            List.of(Duration.ofMinutes(-10), Duration.ofMinutes(10), Duration.ofMinutes(15));

    private static final List<Duration> DAYS = List.of(Duration.ofDays(-40), Duration.ofDays(40));

    /** These count while no engine lives, so a clock that is days ahead makes them due. */
    private static final Set<Timer.Kind> ALWAYS_COUNT = EnumSet.of(Timer.Kind.DEPLOYMENT);

    /** Windows that protect traffic: they begin anew. */
    private static final Set<Timer.Kind> PROTECTS = EnumSet.of(Timer.Kind.DRAIN, Timer.Kind.WEAK_BLUE);

    /** A call of the former engine takes 10 s at most, and 5 s of grace. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    private final Set<String> seen = new HashSet<>();
    private int routesMoved;

    private static String kind(Timer timer) {
        return timer instanceof Timer.Of of
                ? of.kind().name()
                : timer.getClass().getSimpleName();
    }

    private static boolean countsAlways(Timer timer) {
        return timer instanceof Timer.HookExpires || (timer instanceof Timer.Of of && ALWAYS_COUNT.contains(of.kind()));
    }

    private static boolean protects(Timer timer) {
        return !(timer instanceof Timer.HookExpires)
                && !(timer instanceof Timer.Of of && !PROTECTS.contains(of.kind()));
    }

    @Test
    void aTakeOverByAnotherClockLeavesEveryTimerTheSameTime() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (Simulation simulation = AnyScenario.of(seed).simulate(seed)) {
                simulation.run();
                for (DeploymentRecord record : simulation.records()) {
                    takenOverAfterEveryEvent(record, "seed " + seed);
                }
            }
        }
        Set<String> all = new HashSet<>(Set.of("HookExpires", "ResourceQuiet", "RouteSettles"));
        EnumSet.allOf(Timer.Kind.class).forEach(kind -> all.add(kind.name()));
        // An order that waits is not resumed. What it keeps has no traffic, and a clock that is ahead retires it so
        // much earlier.
        all.remove(Timer.Kind.KEEPING.name());
        assertThat(seen).as("kinds of timers that were armed").isEqualTo(all);
        assertThat(routesMoved).as("routes that had been moved").isPositive();
    }

    private void takenOverAfterEveryEvent(DeploymentRecord record, String seed) {
        DeploymentState state = DeploymentState.initial();
        for (DeploymentEvent event : record.events()) {
            state = WORKFLOW.evolve(state, event);
            for (DeploymentState variant : variants(state, event.at())) {
                takenOver(variant, event, seed);
            }
        }
    }

    /** The state, and what it would be if the two rarest timers were armed. */
    private static List<DeploymentState> variants(DeploymentState state, Instant at) {
        List<DeploymentState> variants = new ArrayList<>(List.of(state));
        if (state.node() == Node.CLEAN_UP) {
            variants.add(WORKFLOW.evolve(state, new ProgressEvent.CleanUpOverdue(at)));
        }
        if (state.node() == Node.RESTORE_PRODUCTION) {
            WORKFLOW.agenda(state).effects().stream()
                    .filter(Effect.RestoreRoute.class::isInstance)
                    .findFirst()
                    .map(effect -> new WorkEvent.WorkWaiting(at, effect, Gate.BLUE_CAPACITY, "1 healthy", "2 healthy"))
                    .ifPresent(waits -> variants.add(WORKFLOW.evolve(state, waits)));
        }
        return variants;
    }

    private void takenOver(DeploymentState state, DeploymentEvent event, String seed) {
        if (state.status().isTerminal() || state.isWaiting() || isWithinAnAppend(state, event)) {
            return;
        }
        Instant at = event.at();
        DeploymentState same = takenOver(state, at, Duration.ZERO);
        Map<Timer, Duration> left = left(state, at);
        Map<Timer, Duration> expected = left(same, at);
        seen(left);
        String what = seed + " after " + event + ", taken over by a clock apart by ";
        protectedIsNotShortened(left, expected, what + "nothing");
        bake(state, same, at, what + "nothing");
        for (Duration apart : MINUTES) {
            DeploymentState resumed = takenOver(state, at, apart);
            assertThat(left(resumed, at.plus(apart))).as(what + apart).isEqualTo(expected);
            bake(state, resumed, at, what + apart);
            readingsProve(resumed, at.plus(apart), what + apart);
        }
        for (Duration apart : DAYS) {
            Map<Timer, Duration> then = left(takenOver(state, at, apart), at.plus(apart));
            if (!apart.isNegative()) {
                then.keySet().removeIf(ClocksApartTest::countsAlways);
                expected.keySet().removeIf(ClocksApartTest::countsAlways);
            }
            assertThat(then).as(what + apart).isEqualTo(expected);
        }
    }

    /** What was decided together is kept together: in between, a state may break an invariant. */
    private static boolean isWithinAnAppend(DeploymentState state, DeploymentEvent last) {
        return WORKFLOW.decide(state, new Input.Resumed(last.at(), LATE), last.at()).stream()
                .anyMatch(ProgressEvent.InvariantBroken.class::isInstance);
    }

    private static DeploymentState takenOver(DeploymentState state, Instant lastEvent, Duration apart) {
        Transition resumed = WORKFLOW.transition(state, new Input.Resumed(lastEvent, LATE), lastEvent.plus(apart))
                .orElseThrow();
        return resumed.state();
    }

    private static Map<Timer, Duration> left(DeploymentState state, Instant now) {
        Map<Timer, Duration> left = new HashMap<>();
        WORKFLOW.agenda(state).timers().forEach((timer, at) -> left.put(timer, Duration.between(now, at)));
        return left;
    }

    private void seen(Map<Timer, Duration> timers) {
        timers.keySet().forEach(timer -> seen.add(kind(timer)));
    }

    private static void protectedIsNotShortened(Map<Timer, Duration> left, Map<Timer, Duration> then, String what) {
        left.forEach((timer, before) -> {
            if (protects(timer) && then.containsKey(timer)) {
                assertThat(then.get(timer)).as(what + ": " + timer).isGreaterThanOrEqualTo(before);
            }
        });
    }

    /** Readings of a route count once more only after the last write that may land, by the new clock. */
    private void readingsProve(DeploymentState resumed, Instant now, String what) {
        resumed.running().orElseThrow().resources().moved().forEach((route, movedAt) -> {
            routesMoved++;
            assertThat(movedAt).as(what + ": " + route).isBetween(now, now.plus(QUIET));
        });
    }

    /** A bake that runs is paused, and keeps what was left of it. */
    private static void bake(DeploymentState state, DeploymentState resumed, Instant lastEvent, String what) {
        Instant ends = WORKFLOW.agenda(state).timers().get(new Timer.Of(Timer.Kind.BAKE));
        if (ends != null && state instanceof Forward && resumed instanceof Forward forward) {
            assertThat(forward.bake().remaining()).as(what).isGreaterThanOrEqualTo(Duration.between(lastEvent, ends));
        }
    }
}
