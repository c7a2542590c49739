package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import java.util.List;

/** What the command line tells a pipeline. */
final class ExitCode {
    /** Done; of a deployment: green serves production, and all is well. */
    static final int DONE = 0;

    /** Production is what it was before. */
    static final int ROLLED_BACK = 1;

    /** Wrong options, or a specification that can't work; nothing was touched. */
    static final int REFUSED = 2;

    /** The deployment ended in another way: stopped, production not restored, or not well at the end. */
    static final int ENDED_OTHERWISE = 3;

    /** There is no such deployment, or it refused the command, or did not answer it in time. */
    static final int NOT_DONE = 4;

    /** The journal or the world can't be reached or used. */
    static final int OUT_OF_REACH = 5;

    /** A defect of this program. */
    static final int DEFECT = 70;

    private ExitCode() {}

    /** How a deployment ended, by its events: one that was refused may have been ordered again, so the last order counts. */
    static int of(List<DeploymentEvent> events) {
        List<DeploymentEvent> last = LastOrder.of(events);
        boolean refused = LastOrder.isRefused(events);
        return last.stream()
                .filter(ProgressEvent.DeploymentEnded.class::isInstance)
                .map(ProgressEvent.DeploymentEnded.class::cast)
                .findFirst()
                .map(ended -> of(ended.status(), refused, !ended.warnings().isEmpty()))
                .orElse(ENDED_OTHERWISE);
    }

    /** An end with warnings is not the one that its status promises: production is not well. */
    private static int of(DeploymentStatus end, boolean refused, boolean warned) {
        return switch (end) {
            case SUCCESSFUL -> warned ? ENDED_OTHERWISE : DONE;
            case ROLLBACK_SUCCESSFUL -> warned ? ENDED_OTHERWISE : ROLLED_BACK;
            case STOPPED -> refused ? REFUSED : ENDED_OTHERWISE;
            case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, ROLLBACK_FAILED ->
                ENDED_OTHERWISE;
        };
    }
}
