package io.github.bluegreen4j.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the events of a rollout say.
 *
 * @param opened how many waves have begun
 * @param released the last wave whose deployments were released, from 1; 0 for none
 * @param passed how many waves have passed
 * @param successful how many deployments of passed waves were successful
 * @param failures how many were not, of each passed wave
 * @param paused the command that pauses it
 * @param stop why it starts nothing more, other than a pause
 * @param end how it ended
 */
record RolloutState(
        int opened,
        int released,
        int passed,
        int successful,
        List<Integer> failures,
        Optional<RolloutEvent.Commanded> paused,
        Optional<RolloutEvent> stop,
        Optional<RolloutEvent.Ended> end) {

    static final RolloutState NEW =
            new RolloutState(0, 0, 0, 0, List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    static RolloutState of(List<RolloutEvent> events) {
        RolloutState state = NEW;
        for (RolloutEvent event : events) {
            state = state.after(event);
        }
        return state;
    }

    RolloutState after(RolloutEvent event) {
        if (event instanceof RolloutEvent.WaveOpened one) {
            return new RolloutState(one.wave(), released, passed, successful, failures, paused, stop, end);
        }
        if (event instanceof RolloutEvent.WaveReleased one) {
            return new RolloutState(opened, one.wave(), passed, successful, failures, paused, stop, end);
        }
        if (event instanceof RolloutEvent.WavePassed one) {
            return new RolloutState(
                    opened, released, one.wave(), successful + one.successful(), more(one.failed()), paused, stop, end);
        }
        if (event instanceof RolloutEvent.Commanded command) {
            return commanded(command);
        }
        if (event instanceof RolloutEvent.Ended ended) {
            return new RolloutState(opened, released, passed, successful, failures, paused, stop, Optional.of(ended));
        }
        return stopped(event);
    }

    private List<Integer> more(int failed) {
        List<Integer> more = new ArrayList<>(failures);
        more.add(failed);
        return List.copyOf(more);
    }

    /** How many deployments of passed waves failed. */
    int failed() {
        return failures.stream().mapToInt(Integer::intValue).sum();
    }

    private RolloutState commanded(RolloutEvent.Commanded command) {
        return switch (command.order()) {
            case PAUSE ->
                new RolloutState(opened, released, passed, successful, failures, Optional.of(command), stop, end);
            case RESUME ->
                new RolloutState(opened, released, passed, successful, failures, Optional.empty(), stop, end);
            case ABORT, ROLL_BACK -> stopped(command);
        };
    }

    /** The last reason counts: somebody may roll back what has failed. */
    private RolloutState stopped(RolloutEvent why) {
        return new RolloutState(opened, released, passed, successful, failures, paused, Optional.of(why), end);
    }

    RolloutStatus status() {
        if (end.isPresent()) {
            return end.get().status();
        }
        return stop.map(RolloutState::stopping)
                .orElse(paused.isPresent() ? RolloutStatus.PAUSED : RolloutStatus.IN_PROGRESS);
    }

    private static RolloutStatus stopping(RolloutEvent why) {
        if (why instanceof RolloutEvent.Commanded command) {
            return command.order() == RolloutEvent.Order.ABORT ? RolloutStatus.ABORTING : RolloutStatus.ROLLING_BACK;
        }
        return RolloutStatus.FAILING;
    }

    /** The wave whose deployments run, from 0. */
    Optional<Integer> current() {
        return opened > passed ? Optional.of(opened - 1) : Optional.empty();
    }

    boolean isReleased(int wave) {
        return released > wave;
    }

    Optional<Instant> stoppedAt() {
        return stop.map(RolloutEvent::at);
    }

    /** Why a command is refused; empty if it is accepted. */
    Optional<String> refusal(RolloutEvent.Order order) {
        if (end.isPresent()) {
            return Optional.of("the rollout has ended " + status());
        }
        return switch (order) {
            case PAUSE ->
                stop.isPresent()
                        ? Optional.of("the rollout starts nothing more: it is " + status())
                        : paused.map(by -> "the rollout is paused already, by " + by.by());
            case RESUME -> paused.isPresent() ? Optional.empty() : Optional.of("the rollout is not paused");
            case ABORT ->
                status() == RolloutStatus.ABORTING || status() == RolloutStatus.ROLLING_BACK
                        ? Optional.of("the rollout is " + status() + " already")
                        : Optional.empty();
            case ROLL_BACK ->
                status() == RolloutStatus.ROLLING_BACK
                        ? Optional.of("the rollout is ROLLING_BACK already")
                        : Optional.empty();
        };
    }
}
