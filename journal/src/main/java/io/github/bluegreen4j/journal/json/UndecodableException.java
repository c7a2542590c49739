package io.github.bluegreen4j.journal.json;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;

/**
 * Something that is kept of a deployment can't be decoded: it was damaged, or written by a newer version. To ask again is of
 * no use, so its problem is {@link io.github.bluegreen4j.model.Problem.Kind#REFUSED}, which is what a journal throws then.
 * Its message says whose it is, which entry, which member, and what is wrong there.
 */
public final class UndecodableException extends PortException {
    private static final long serialVersionUID = 1L;

    private final transient DeploymentId deployment;
    private final String entry;
    private final String field;

    /**
     * Reports what can't be decoded.
     *
     * @param deployment whose it is
     * @param entry which one: {@code "event 7"}, or {@code "command c-1"}
     * @param field which member of it, {@code "reading.split.group-a"} for example; empty when it is the whole
     * @param why what is wrong
     */
    public UndecodableException(DeploymentId deployment, String entry, String field, String why) {
        super(problem(deployment, entry, field, why));
        this.deployment = deployment;
        this.entry = entry;
        this.field = field;
    }

    UndecodableException(DeploymentId deployment, String entry, MisfitException misfit) {
        super(problem(deployment, entry, misfit.place().toString(), misfit.why()), misfit);
        this.deployment = deployment;
        this.entry = entry;
        this.field = misfit.place().toString();
    }

    private static Problem problem(DeploymentId deployment, String entry, String field, String why) {
        String at = field.isEmpty() ? entry : entry + ", " + field;
        return new Problem(Problem.Kind.REFUSED, "decode", "deployment " + deployment, at + ": " + why);
    }

    /** Whose it is. */
    public DeploymentId deployment() {
        return deployment;
    }

    /** Which entry: {@code "event 7"}, counted from 1, or {@code "command c-1"}. */
    public String entry() {
        return entry;
    }

    /** Which member of the entry, {@code "reading.split.group-a"} for example; empty when it is the whole. */
    public String field() {
        return field;
    }
}
