package io.github.bluegreen4j.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chart of a rollout, and its plan. */
class RolloutTimelineTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static RolloutDescription rollout(RolloutStatus status, RolloutEvent... events) {
        return new RolloutDescription(
                "r",
                status,
                new Command.Origin("alice", START),
                RolloutSpec.Rollback.JOINT,
                List.of(),
                List.of(),
                List.of(),
                List.of(events));
    }

    @Test
    void eachWaveHasItsBarsFromBeginToEnd() {
        RolloutTimeline timeline = RolloutTimeline.of(
                rollout(
                        RolloutStatus.FAILED,
                        new RolloutEvent.WaveOpened(1, "canary", 5, at(0)),
                        new RolloutEvent.WaveReleased(1, at(10)),
                        new RolloutEvent.WavePassed(1, 5, 0, at(20)),
                        new RolloutEvent.WaveOpened(2, "all; <b>", 50, at(20)),
                        new RolloutEvent.WaveFailed(2, "one failed", at(30)),
                        new RolloutEvent.Ended(RolloutStatus.FAILED, 5, 1, 0, 49, at(40))),
                at(99));

        assertThat(timeline.toText(80)).isEqualTo("""
                rollout r, FAILED
                1 canary                ===========                                  PT10M
                1 canary, released                 ===========                       PT10M
                2 all; <b>                                    xxxxxxxxxxxxxxxxxxxxxx PT20M
                2026-03-01T03:00:00Z to 2026-03-01T03:40:00Z
                """);
        assertThat(timeline.toMermaid())
                .contains("    section Wave 1\n    wave canary :done, 1772334000000, 1772334600000\n")
                .contains("    section Wave 2\n    wave all\u204f \u2039b\u203a :crit, 1772335200000, 1772336400000\n");
        assertThatThrownBy(() -> timeline.toText(59)).hasMessageContaining("60 or more");
    }

    @Test
    void whatHasNotEndedLastsUntilNow() {
        RolloutTimeline timeline = RolloutTimeline.of(
                rollout(RolloutStatus.IN_PROGRESS, new RolloutEvent.WaveOpened(1, "canary", 5, at(0))), at(7));

        assertThat(timeline.to()).isEqualTo(at(7));
        assertThat(timeline.spans()).containsExactly(new RolloutTimeline.Span(1, "canary", at(0), at(7), false));
        assertThat(RolloutTimeline.of(rollout(RolloutStatus.IN_PROGRESS), at(7)).toText(60))
                .contains("IN_PROGRESS");
    }

    @Test
    void aPlanAddsUpTurnsBakesAndSoakTimes() {
        RolloutPlan joint = RolloutPlan.of(RolloutSpec.builder()
                .wave(RolloutSpec.wave("a", Fleet.specs(0, 5)).soak(Duration.ofMinutes(30)))
                .wave(RolloutSpec.wave("b", Fleet.specs(5, 45)))
                .concurrency(20)
                .rollback(RolloutSpec.Rollback.JOINT)
                .build());
        RolloutPlan individual = RolloutPlan.of(RolloutSpec.builder()
                .wave(RolloutSpec.wave("a", Fleet.specs(0, 5)).soak(Duration.ofMinutes(30)))
                .wave(RolloutSpec.wave("b", Fleet.specs(5, 45)).condition("good"))
                .concurrency(20)
                .build());

        // Each bakes for 5 minutes; individually each of the three turns of wave b does.
        assertThat(joint.atLeast()).isEqualTo(Duration.ofMinutes(30 + 5 + 5));
        assertThat(individual.atLeast()).isEqualTo(Duration.ofMinutes(5 + 30 + 3 * 5));
        assertThat(individual.waves().get(1).begins()).isEqualTo(Duration.ofMinutes(35));
        assertThat(individual.toText())
                .contains("wave 2 b: 45 deployments in 3 turns, begins after PT35M")
                .contains("  and 25 more")
                .contains("then: all ended, at most 0 failed, no soak time, and yes from good, and the line runs");
    }
}
