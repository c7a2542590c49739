package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Checks by reads alone whether green can be launched as a task set. */
final class TaskSetCheck {
    /** The maximum number of task sets of a service in ECS. */
    private static final int MOST_TASK_SETS = 5;

    private final EcsApi api;
    private final ServiceRef ref;
    private final Service service;
    private final RevisionSpec revision;
    private final Marks marks;
    private final Refusals refusals = new Refusals();

    TaskSetCheck(EcsApi api, ServiceRef ref, Service service, RevisionSpec revision, Marks marks) {
        this.api = api;
        this.ref = ref;
        this.service = service;
        this.revision = revision;
        this.marks = marks;
    }

    void check(TargetGroups groups) {
        LaunchSettings settings = new LaunchSettings(revision.settings(), TaskSets.blue(service, marks), refusals);
        settings.into(CreateTaskSetRequest.builder(), groups.first().id());
        DefinitionCheck.read(api, revision, refusals).ifPresent(definition -> check(definition, settings));
        long foreign =
                service.taskSets().stream().filter(set -> !marks.isOurs(set)).count();
        if (foreign >= MOST_TASK_SETS) {
            refusals.add(
                    "service.taskSets", foreign + " that are not ours", "at most 4: a service may have 5 task sets");
        }
        // Needed later, while green starts. Reading it now shows whether the permission is missing.
        api.tasks(ref, DesiredStatus.STOPPED);
        refusals.throwIfAny("ecs:CreateTaskSet", ref);
    }

    private void check(TaskDefinition definition, LaunchSettings settings) {
        if (definition.networkMode() == NetworkMode.AWSVPC && !settings.hasNetwork()) {
            refusals.add(
                    "revision.settings." + TaskSetSettings.SUBNETS,
                    "(missing)",
                    "green's network, since there is no blue to take it from");
        }
        settings.containerName()
                .ifPresent(name -> definition.containerDefinitions().stream()
                        .filter(container -> name.equals(container.name()))
                        .findFirst()
                        .ifPresentOrElse(
                                container -> checkPort(container, settings),
                                () -> refusals.add(
                                        "revision.settings." + TaskSetSettings.CONTAINER_NAME,
                                        name,
                                        "a container of " + revision.definition())));
    }

    private void checkPort(ContainerDefinition container, LaunchSettings settings) {
        settings.containerPort()
                .filter(port ->
                        container.portMappings().stream().noneMatch(mapping -> port.equals(mapping.containerPort())))
                .ifPresent(port -> refusals.add(
                        "revision.settings." + TaskSetSettings.CONTAINER_PORT,
                        Integer.toString(port),
                        "a port that container " + container.name() + " of " + revision.definition() + " maps"));
    }
}
