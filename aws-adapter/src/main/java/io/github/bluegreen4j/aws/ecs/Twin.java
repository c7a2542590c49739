package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;

/**
 * The twin of a service, as {@link EcsServicePair#createTwin} made or found it.
 *
 * @param service the existing service
 * @param twin its twin
 * @param arn the ARN of the twin
 * @param definition the twin's task definition
 * @param targetGroup the target group in which its tasks will register
 * @param created whether it was created now; false if it existed
 */
public record Twin(
        ServiceRef service,
        ServiceRef twin,
        String arn,
        String definition,
        TargetGroupRef targetGroup,
        boolean created) {}
