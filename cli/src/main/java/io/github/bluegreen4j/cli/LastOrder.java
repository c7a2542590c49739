package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.util.List;

/**
 * The last order under an id, by its events. There is more than one when the orders before were refused with nothing touched:
 * each is inspected anew.
 */
final class LastOrder {
    private LastOrder() {}

    /** Its events. */
    static List<DeploymentEvent> of(List<DeploymentEvent> events) {
        return events.subList(before(events), events.size());
    }

    /** How many events the orders before it have. */
    static int before(List<DeploymentEvent> events) {
        int from = 0;
        for (int i = 0; i < events.size(); i++) {
            from = events.get(i) instanceof ProgressEvent.DeploymentCreated ? i : from;
        }
        return from;
    }

    /** Its specification. */
    static DeploymentSpec spec(List<DeploymentEvent> events) {
        return of(events).stream()
                .filter(ProgressEvent.DeploymentCreated.class::isInstance)
                .map(event -> ((ProgressEvent.DeploymentCreated) event).spec())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a deployment without a beginning"));
    }

    /** Whether it was refused before anything was touched. */
    static boolean isRefused(List<DeploymentEvent> events) {
        return of(events).stream().anyMatch(ProgressEvent.DeploymentRefused.class::isInstance);
    }
}
