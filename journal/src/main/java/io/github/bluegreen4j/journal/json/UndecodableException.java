package io.github.bluegreen4j.journal.json;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;

/**
 * Thrown when stored data of a deployment cannot be decoded: it is damaged, or a newer version wrote it. A retry is
 * useless, so the kind of the problem is {@link io.github.bluegreen4j.model.Problem.Kind#REFUSED}. The message names
 * the deployment, the entry, the member, and what is wrong there.
 */
public final class UndecodableException extends PortException {
    private static final long serialVersionUID = 1L;

    private final transient DeploymentId deployment;
    /** The entry that cannot be decoded. */
    private final String entry;
    /** The member of the entry; empty for the whole entry. */
    private final String field;

    /**
     * Reports what cannot be decoded.
     *
     * @param deployment the deployment
     * @param entry the entry: {@code "event 7"} or {@code "command c-1"}
     * @param field the member, for example {@code "reading.split.group-a"}; empty for the whole entry
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

    /** {@return the deployment whose data cannot be decoded} */
    public DeploymentId deployment() {
        return deployment;
    }

    /** {@return the entry: {@code "event 7"}, counted from 1, or {@code "command c-1"}} */
    public String entry() {
        return entry;
    }

    /** {@return the member of the entry, for example {@code "reading.split.group-a"}; empty for the whole entry} */
    public String field() {
        return field;
    }
}
