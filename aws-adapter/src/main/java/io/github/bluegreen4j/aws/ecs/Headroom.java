package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Checks whether the container instances of a cluster have room for green beside blue. Only for the launch types EC2 and EXTERNAL:
 * Fargate brings its own capacity, and a capacity provider may add instances.
 */
record Headroom(EcsApi api, DeploymentSpec spec) {
    static final String NAME = "headroom";
    private static final String CPU = "CPU";
    private static final String MEMORY = "MEMORY";

    /**
     * {@return the finding}
     *
     * @param tasks how many tasks green will have
     * @param launchType how they are launched; null if capacity providers or the cluster's defaults decide
     * @param providers the capacity providers
     */
    Finding finding(int tasks, @Nullable LaunchType launchType, List<CapacityProviderStrategyItem> providers) {
        ServiceRef service = spec.service();
        if (!providers.isEmpty()) {
            List<String> names = providers.stream()
                    .map(CapacityProviderStrategyItem::capacityProvider)
                    .toList();
            return names.stream().allMatch(name -> name.startsWith("FARGATE"))
                    ? Finding.passed(NAME, "service", service.toString(), "gets its capacity from AWS: " + names)
                    : Finding.notChecked(
                            NAME,
                            "service",
                            service.toString(),
                            "gets its capacity from " + names + ", which may add instances for " + tasks
                                    + " more tasks");
        }
        if (launchType == LaunchType.FARGATE || launchType == LaunchType.MANAGED_INSTANCES) {
            return Finding.passed(NAME, "service", service.toString(), "gets its capacity from AWS: " + launchType);
        }
        if (launchType == null) {
            return Finding.notChecked(
                    NAME, "service", service.toString(), "gets its capacity from the defaults of its cluster");
        }
        TaskDefinition definition = api.taskDefinition(spec.revision().definition());
        int cpu = needed(definition.cpu(), definition, CPU);
        int memory = needed(definition.memory(), definition, MEMORY);
        long room = api.instances(service).stream()
                .filter(instance -> Boolean.TRUE.equals(instance.agentConnected()))
                .mapToLong(instance -> Math.min(fits(instance, CPU, cpu), fits(instance, MEMORY, memory)))
                .sum();
        String size = cpu + " CPU units and " + memory + " MiB";
        return room >= tasks
                ? Finding.passed(NAME, "service", service.toString(), "has room for " + room + " more tasks of " + size)
                : Finding.warning(
                                NAME,
                                "service",
                                service.toString(),
                                "has container instances with room for " + room + " more tasks of " + size,
                                "room for the " + tasks + " tasks of green")
                        .mend(
                                "Add container instances, or let a capacity provider scale the cluster.",
                                "aws ecs list-container-instances --status ACTIVE --cluster " + service.cluster());
    }

    /** What a task needs: the size of the task, or of its containers together. */
    private static int needed(@Nullable String ofTask, TaskDefinition definition, String what) {
        if (ofTask != null) {
            return Integer.parseInt(ofTask);
        }
        return definition.containerDefinitions().stream()
                .mapToInt(container -> {
                    if (what.equals(CPU)) {
                        return container.cpu() == null ? 0 : container.cpu();
                    }
                    Integer reserved =
                            container.memoryReservation() == null ? container.memory() : container.memoryReservation();
                    return reserved == null ? 0 : reserved;
                })
                .sum();
    }

    private static long fits(ContainerInstance instance, String what, int needed) {
        return needed == 0
                ? Integer.MAX_VALUE
                : instance.remainingResources().stream()
                        .filter(resource -> what.equals(resource.name()))
                        .mapToInt(Resource::integerValue)
                        .map(left -> Math.max(0, left) / needed)
                        .findFirst()
                        .orElse(0);
    }
}
