package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.RevisionRef;
import java.util.List;

/**
 * What RECONCILE_SERVICE must do.
 *
 * @param moveTraffic whether production must move to the chosen revision
 * @param retire left-overs of earlier deployments that must still be retired
 * @param restoration the progress of the routes
 * @param finished whether one revision serves and the idle group is empty
 */
public record Reconciliation(boolean moveTraffic, List<RevisionRef> retire, Restoration restoration, boolean finished) {

    public Reconciliation with(Restoration newRestoration) {
        return new Reconciliation(moveTraffic, retire, newRestoration, finished);
    }

    public Reconciliation retired(RevisionRef revision) {
        return new Reconciliation(
                moveTraffic, retire.stream().filter(r -> !r.equals(revision)).toList(), restoration, finished);
    }

    public Reconciliation done() {
        return new Reconciliation(moveTraffic, retire, restoration, true);
    }
}
