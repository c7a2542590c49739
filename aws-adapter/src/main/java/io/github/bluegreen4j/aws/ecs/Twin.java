package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.List;

/**
 * The twin of a service, as {@link EcsServicePair#createTwin} made or found it.
 *
 * @param service the existing service
 * @param twin its twin
 * @param arn the ARN of the twin
 * @param definition the twin's task definition
 * @param targetGroup the target group in which its tasks will register
 * @param created whether it was created now; false if it existed
 * @param notes what is left to do for its scaling, one sentence each; empty if the service has no scalable target, or if the twin has all
 *     that the service has
 */
public record Twin(
        ServiceRef service,
        ServiceRef twin,
        String arn,
        String definition,
        TargetGroupRef targetGroup,
        boolean created,
        List<String> notes) {

    /**
     * Copies the notes.
     *
     * @param service the existing service
     * @param twin its twin
     * @param arn the ARN of the twin
     * @param definition the twin's task definition
     * @param targetGroup the target group in which its tasks will register
     * @param created whether it was created now; false if it existed
     * @param notes what is left to do for its scaling
     */
    public Twin {
        notes = List.copyOf(notes);
    }
}
