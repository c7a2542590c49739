package io.github.bluegreen4j.examples.local.engine;

import java.util.List;

/**
 * The deployment as it stands, as the engine's process tells it.
 *
 * @param status its status in ECS's words
 * @param reason why it has that status, or why it rolls back; empty when there is nothing to say
 * @param cause what made it roll back, also when it has; empty when nothing did
 * @param plan the stages of this deployment; empty before it has started
 * @param position the stage it is in, or was in when it turned back; -1 before the first
 * @param waits what it waits for, most important first; empty before it was ordered and when it has ended
 * @param pauses the pauses that wait for somebody's answer
 * @param leftOvers what is left behind at the end
 * @param ended whether this is the last view
 */
public record EngineView(
        String status,
        String reason,
        String cause,
        List<String> plan,
        int position,
        List<Wait> waits,
        List<Pause> pauses,
        List<String> leftOvers,
        boolean ended) {

    /** Nothing is known yet. */
    public static final EngineView NONE =
            new EngineView("PENDING", "", "", List.of(), -1, List.of(), List.of(), List.of(), false);

    /**
     * Something that the deployment waits for, as the engine explains it.
     *
     * @param what what it is
     * @param untilMillis until when at the longest, in milliseconds since 1970; 0 when only the deployment's own limit ends the wait
     * @param then what happens at that time; empty when there is none
     */
    public record Wait(String what, long untilMillis, String then) {}

    /**
     * A pause that waits for somebody's answer.
     *
     * @param hookId what to answer to
     * @param stage where it stands
     * @param expiresMillis when it is answered by itself, in milliseconds since 1970
     */
    public record Pause(String hookId, String stage, long expiresMillis) {}

    /** Copies the lists. */
    public EngineView {
        plan = List.copyOf(plan);
        waits = List.copyOf(waits);
        pauses = List.copyOf(pauses);
        leftOvers = List.copyOf(leftOvers);
    }

    /** The stage it is in, or was in when it turned back; empty before the first. */
    public String stage() {
        return position < 0 || position >= plan.size() ? "" : plan.get(position);
    }
}
