package io.github.bluegreen4j.report;

import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a deployment is where it is: what it waits for, until when, what happens then, and what a person may do now. The
 * consequences and the answers to commands are computed by the workflow itself, so they cannot differ from what it does.
 *
 * <p>Immutable and safe for use by many threads. All texts are plain English, on one line each unless a cause of the outside world has
 * several.
 *
 * @param deployment the deployment
 * @param service the service that is deployed
 * @param status its status, as ECS names it
 * @param sentence one sentence with the most important wait, its deadline and what happens then
 * @param waits everything that it waits for, most important first; empty only if it has ended
 * @param deadlines what happens by itself, soonest first; empty only if it has ended or is in no engine's hands yet
 * @param commands every command with whether the deployment accepts it now; a pause that is open has two, or three if it
 *     needs approvals
 * @param causes what keeps tasks of green from serving, in the words of the runtime and the load balancer, newest first; at most 5. Only
 *     the engine that works on the deployment knows them, and only while it watches green
 */
public record Explanation(
        DeploymentId deployment,
        ServiceRef service,
        DeploymentStatus status,
        String sentence,
        List<Wait> waits,
        List<Deadline> deadlines,
        List<Possibility> commands,
        List<String> causes) {

    /**
     * Copies the lists.
     *
     * @param deployment the deployment
     * @param service the service that is deployed
     * @param status its status, as ECS names it
     * @param sentence one sentence with the most important wait
     * @param waits everything that it waits for, most important first
     * @param deadlines what happens by itself, soonest first
     * @param commands every command with whether the deployment accepts it now
     * @param causes what keeps tasks of green from serving
     */
    public Explanation {
        waits = List.copyOf(waits);
        deadlines = List.copyOf(deadlines);
        commands = List.copyOf(commands);
        causes = List.copyOf(causes);
    }

    /** The kinds of things that a deployment waits for, most important first. */
    public enum Kind {
        /** An earlier deployment of the same service, or another engine. */
        TURN,
        /** A person's answer to a pause. */
        PAUSE,
        /** The verdict of a hook. */
        HOOK,
        /** A condition that work of the engine needs, for example healthy targets. */
        GATE,
        /** A condition that the engine watches, for example green's readiness. */
        WATCH,
        /** The end of the time for which a revision is kept for an undo. */
        KEEPING,
        /** The end of a bake. */
        BAKE,
        /** The end of the drain window: requests in flight finish. */
        DRAIN,
        /** A data plane that follows a write of its route. */
        SETTLE,
        /** The time in which an earlier call could still take effect. */
        QUIET,
        /** An answer to a call of the engine, which is in progress. */
        WORK
    }

    /**
     * Something that the deployment waits for.
     *
     * @param kind what kind of thing
     * @param what what it is, with what was seen last and what is wanted
     * @param since since when; empty if the journal does not say
     * @param until until when at the longest; empty if only the limit of the whole deployment ends the wait
     * @param then what happens at that time if nothing changes; empty if there is no such time
     * @param unblock what ends the wait before
     */
    public record Wait(
            Kind kind, String what, Optional<Instant> since, Optional<Instant> until, String then, String unblock) {}

    /**
     * Something that happens by itself at a certain time.
     *
     * @param name what the deadline limits
     * @param at when
     * @param then what the deployment does then
     */
    public record Deadline(String name, Instant at, String then) {}

    /**
     * A command, and whether the deployment accepts it now.
     *
     * @param command the command: {@code proceed CONTINUE}, {@code proceed ROLLBACK}, {@code withdraw}, {@code rollBack}, {@code abort}
     *     or {@code skipBake}
     * @param pause the name of the pause that {@code proceed} or {@code withdraw} is about; empty for other commands and if no pause is
     *     open
     * @param hookId the id of that pause
     * @param actors whose command the deployment accepts; empty if anybody's
     * @param allowed whether the deployment accepts it
     * @param answer what the deployment would answer: what it does, or why not
     */
    public record Possibility(
            String command,
            Optional<String> pause,
            Optional<String> hookId,
            List<String> actors,
            boolean allowed,
            String answer) {
        /**
         * Copies the list.
         *
         * @param command the command
         * @param pause the name of the pause that it is about
         * @param hookId the id of that pause
         * @param actors whose command the deployment accepts
         * @param allowed whether the deployment accepts it
         * @param answer what the deployment would answer
         */
        public Possibility {
            actors = List.copyOf(actors);
        }

        /**
         * {@return whether the deployment accepts the command of somebody}
         *
         * @param actor who gives it, as it would stand in the journal
         */
        public boolean isAllowedFor(String actor) {
            return allowed
                    && (actors.isEmpty()
                            || new Approvals(1, actors).approver(actor).isPresent());
        }
    }
}
