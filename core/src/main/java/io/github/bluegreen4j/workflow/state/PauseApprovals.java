package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.HookSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The approvals of one execution of a pause.
 *
 * @param asked what the pause asks for
 * @param author who ordered the deployment, and does not count; empty if unknown
 * @param given who approved so far, by the approver's name in the pause
 */
public record PauseApprovals(Approvals asked, Optional<Command.Origin> author, Map<String, HookRun.Approval> given) {

    /** Those of a pause; empty if anybody may answer it. */
    public static Optional<PauseApprovals> of(Running run, HookRun hook) {
        return run.hook(hook.execution())
                .flatMap(HookSpec::approvals)
                .map(asked -> new PauseApprovals(asked, run.identity().orderedBy(), hook.approvals()));
    }

    /** Who may answer: everybody whom the pause names but the author. */
    public List<String> approvers() {
        return asked.without(author);
    }

    /** Who may approve and has not. */
    public List<String> undecided() {
        return approvers().stream().filter(name -> !given.containsKey(name)).toList();
    }

    /** The approver that an actor is, as the pause names the person; empty if the actor may not answer. */
    public Optional<String> approver(String actor) {
        return asked.approver(actor).filter(approvers()::contains);
    }

    /** How many approvals are missing. */
    public int missing() {
        return Math.max(0, asked.needed() - given.size());
    }

    /** Whether enough of those who may answer have approved. */
    public boolean isComplete() {
        return missing() == 0 && approvers().containsAll(given.keySet());
    }

    /** {@code 1 more of bob, carol}. */
    public String wanted() {
        return missing() + (given.isEmpty() ? " of " : " more of ") + String.join(", ", undecided());
    }

    /** {@code dave approved at 2026-03-01T12:00:00Z}; empty while nobody has. */
    public String givenSoFar() {
        return given.entrySet().stream()
                .map(approval -> approval.getKey() + " approved at "
                        + approval.getValue().at())
                .collect(Collectors.joining(", "));
    }
}
