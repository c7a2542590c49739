package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import java.time.Duration;
import java.util.List;

/**
 * A rollout as it stands.
 *
 * @param id its id
 * @param status its status
 * @param startedBy who started it, and when
 * @param rollback what happens to the other deployments of a wave that has failed
 * @param waves its waves, in order
 * @param deployments the deployments of the wave that runs, in order; empty between the waves and at the end
 * @param waits what it waits for, the most important first; empty only at the end
 * @param history what was decided so far, in order
 */
public record RolloutDescription(
        String id,
        RolloutStatus status,
        Command.Origin startedBy,
        RolloutSpec.Rollback rollback,
        List<Wave> waves,
        List<Member> deployments,
        List<RolloutWait> waits,
        List<RolloutEvent> history) {
    /**
     * Copies the lists.
     *
     * @param id its id
     * @param status its status
     * @param startedBy who started it
     * @param rollback what happens to the other deployments of a wave that has failed
     * @param waves its waves
     * @param deployments the deployments of the wave that runs
     * @param waits what it waits for
     * @param history what was decided so far
     */
    public RolloutDescription {
        waves = List.copyOf(waves);
        deployments = List.copyOf(deployments);
        waits = List.copyOf(waits);
        history = List.copyOf(history);
    }

    /** How a wave stands. */
    public enum Progress {
        /** It has not begun. */
        WAITING,
        /** Its deployments run, are held, or soak. */
        RUNNING,
        /** It is over. */
        PASSED,
        /** The rollout stopped in it. */
        STOPPED
    }

    /**
     * A wave.
     *
     * @param name its name
     * @param size how many deployments it has
     * @param progress how it stands
     * @param soak how long it waits before the next one
     * @param mayFail how many of its deployments may fail
     */
    public record Wave(String name, int size, Progress progress, Duration soak, int mayFail) {}

    /**
     * A deployment of the wave that runs.
     *
     * @param deployment its id
     * @param service its service
     * @param state {@code not started}, or its status with the reason
     */
    public record Member(DeploymentId deployment, String service, String state) {}

    /** {@return the rollout as text, for a terminal: its waves, what it waits for, and its history} Every line ends with a line feed. */
    public String toText() {
        StringBuilder out = new StringBuilder();
        line(out, "rollout " + id + ": " + status + ", started by " + startedBy);
        for (int i = 0; i < waves.size(); i++) {
            Wave wave = waves.get(i);
            line(
                    out,
                    "  wave " + (i + 1) + " " + wave.name() + ": " + RolloutReports.deployments(wave.size()) + ", "
                            + wave.progress());
        }
        deployments.forEach(
                member -> line(out, "    " + member.deployment() + " " + member.service() + ": " + member.state()));
        waits.forEach(wait -> line(out, "  waits: " + wait + "; it goes on when " + wait.unblock()));
        history.forEach(event -> line(out, "  " + event.at() + " " + event.sentence()));
        return out.toString();
    }

    private static void line(StringBuilder out, String text) {
        out.append(Given.visible(text)).append('\n');
    }
}
