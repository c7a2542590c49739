package io.github.bluegreen4j.journal.json;

import io.github.bluegreen4j.event.DeploymentEvent;

/** All events. */
final class EventShapes {
    static final Choice<DeploymentEvent> EVENT = new Choice<DeploymentEvent>("an event")
            .or(ForwardShapes.FORWARD)
            .or(EndShapes.ENDS)
            .or(WorkShapes.WORK)
            .or(HookShapes.HOOKS)
            .or(WatchShapes.WATCHES);

    private EventShapes() {}
}
