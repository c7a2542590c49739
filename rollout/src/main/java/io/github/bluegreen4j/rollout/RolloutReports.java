package io.github.bluegreen4j.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes rollouts. */
final class RolloutReports {
    private RolloutReports() {}

    /** So many deployments, in words. */
    static String deployments(int count) {
        return count + (count == 1 ? " deployment" : " deployments");
    }

    static RolloutDescription of(Rollout rollout, RolloutMachine.Sight sight, RolloutMachine.Decision decision) {
        RolloutState state = rollout.state();
        List<RolloutDescription.Wave> waves = new ArrayList<>();
        for (int i = 0; i < rollout.spec().waves().size(); i++) {
            RolloutSpec.Wave wave = rollout.spec().waves().get(i);
            waves.add(new RolloutDescription.Wave(
                    wave.name(), wave.deployments().size(), progress(state, i), wave.soak(), wave.mayFail()));
        }
        List<RolloutWait> waits = new ArrayList<>(decision.waits());
        if (waits.isEmpty() && state.end().isEmpty()) {
            waits.add(new RolloutWait("a driver stores its next decision", Optional.empty(), "a driver runs"));
        }
        return new RolloutDescription(
                rollout.id(),
                state.status(),
                rollout.by(),
                rollout.spec().rollback(),
                waves,
                state.end().isPresent() ? List.of() : members(rollout, state, sight),
                waits,
                rollout.events());
    }

    private static RolloutDescription.Progress progress(RolloutState state, int wave) {
        if (wave < state.passed()) {
            return RolloutDescription.Progress.PASSED;
        }
        if (wave >= state.opened()) {
            return RolloutDescription.Progress.WAITING;
        }
        return state.stop().isPresent() ? RolloutDescription.Progress.STOPPED : RolloutDescription.Progress.RUNNING;
    }

    private static List<RolloutDescription.Member> members(
            Rollout rollout, RolloutState state, RolloutMachine.Sight sight) {
        List<RolloutDescription.Member> members = new ArrayList<>();
        state.current()
                .ifPresent(wave -> Rollouts.ids(rollout, wave).forEach(id -> {
                    String service = rollout.spec()
                            .waves()
                            .get(wave)
                            .deployments()
                            .get(members.size())
                            .service()
                            .toString();
                    String text = Optional.ofNullable(sight.standings().get(id))
                            .map(standing ->
                                    standing.kind() == Standing.Kind.HELD ? "HELD for its wave" : standing.text())
                            .orElse("not started");
                    members.add(new RolloutDescription.Member(id, service, text));
                }));
        return members;
    }
}
