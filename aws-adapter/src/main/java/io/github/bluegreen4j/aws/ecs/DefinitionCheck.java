package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.spi.PortException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** Reads the task definition of a new revision, and checks what every way to run it needs. */
final class DefinitionCheck {
    private DefinitionCheck() {}

    /** {@return the task definition; empty, with a refusal, if there is none} */
    static Optional<TaskDefinition> read(EcsApi api, RevisionSpec revision, Refusals refusals) {
        TaskDefinition definition;
        try {
            definition = api.taskDefinition(revision.definition());
        } catch (PortException failed) {
            // AWS has no error code for a missing definition. Other errors (permission, key, throttle) are reported as
            // they are.
            if (!failed.problem().message().matches("(?s)(ClientException|InvalidParameterException) .*")) {
                throw failed;
            }
            refusals.add("revision", revision.definition(), "a task definition that exists" + api.place());
            return Optional.empty();
        }
        if (definition.status() != TaskDefinitionStatus.ACTIVE) {
            refusals.add("revision", revision.definition() + " is " + definition.statusAsString(), "an ACTIVE one");
        }
        if (definition.networkMode() != NetworkMode.AWSVPC) {
            refusals.add(
                    "revision",
                    revision.definition() + " has network mode " + definition.networkModeAsString(),
                    "network mode awsvpc");
        }
        return Optional.of(definition);
    }

    /** Refuses a task definition without a container port that load balancers register in their target groups. */
    static void ports(
            RevisionSpec revision, TaskDefinition definition, List<LoadBalancer> balancers, Refusals refusals) {
        for (LoadBalancer balancer : balancers) {
            boolean listens = definition.containerDefinitions().stream()
                    .filter(container -> Objects.equals(container.name(), balancer.containerName()))
                    .flatMap(container -> container.portMappings().stream())
                    .anyMatch(mapping -> Objects.equals(mapping.containerPort(), balancer.containerPort()));
            if (!listens) {
                refusals.add(
                        "revision",
                        revision.definition(),
                        "a task definition with the container " + balancer.containerName() + " and its port "
                                + balancer.containerPort() + ", which are registered in the target groups");
            }
        }
    }
}
