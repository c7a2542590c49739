package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.ASSIGN_PUBLIC_IP;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.CAPACITY_PROVIDERS;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.CONTAINER_NAME;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.CONTAINER_PORT;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.LAUNCH_TYPE;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.PLATFORM_VERSION;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.SECURITY_GROUPS;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.SERVICE_REGISTRY;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.SERVICE_REGISTRY_CONTAINER_NAME;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.SERVICE_REGISTRY_CONTAINER_PORT;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.SERVICE_REGISTRY_PORT;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.SHARE_SERVICE_DISCOVERY;
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.SUBNETS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** What green is launched with: as the specification says, and where it does not as blue has it. */
final class LaunchSettings {
    private static final Set<String> KNOWN = Set.of(
            CONTAINER_NAME,
            CONTAINER_PORT,
            LAUNCH_TYPE,
            CAPACITY_PROVIDERS,
            PLATFORM_VERSION,
            SUBNETS,
            SECURITY_GROUPS,
            ASSIGN_PUBLIC_IP,
            SERVICE_REGISTRY,
            SERVICE_REGISTRY_CONTAINER_NAME,
            SERVICE_REGISTRY_CONTAINER_PORT,
            SERVICE_REGISTRY_PORT,
            SHARE_SERVICE_DISCOVERY);

    private final Map<String, String> settings;
    private final Optional<TaskSet> blue;
    private final Refusals refusals;

    LaunchSettings(Map<String, String> settings, Optional<TaskSet> blue, Refusals refusals) {
        this.settings = settings;
        this.blue = blue;
        this.refusals = refusals;
    }

    private Optional<String> said(String key) {
        return Optional.ofNullable(settings.get(key)).filter(text -> !text.isBlank());
    }

    private void refuse(String key, String allowed) {
        refusals.add("revision.settings." + key, settings.getOrDefault(key, "(missing)"), allowed);
    }

    private Optional<Integer> number(String key) {
        Optional<String> text = said(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return text.map(Integer::valueOf);
        } catch (NumberFormatException notANumber) {
            refuse(key, "a number");
            return Optional.empty();
        }
    }

    private List<String> list(String key) {
        return said(key).map(text -> List.of(text.split(","))).orElse(List.of());
    }

    private Optional<LoadBalancer> blueLoadBalancer() {
        return blue.filter(TaskSet::hasLoadBalancers)
                .flatMap(set -> set.loadBalancers().stream().findFirst());
    }

    Optional<String> containerName() {
        return said(CONTAINER_NAME).or(() -> blueLoadBalancer().map(LoadBalancer::containerName));
    }

    Optional<Integer> containerPort() {
        return number(CONTAINER_PORT).or(() -> blueLoadBalancer().map(LoadBalancer::containerPort));
    }

    /** Puts everything into the request; what is wrong is refused. */
    void into(CreateTaskSetRequest.Builder request, String targetGroup) {
        settings.keySet().stream()
                .filter(key -> !KNOWN.contains(key))
                .sorted()
                .forEach(key -> refuse(key, "one of " + KNOWN.stream().sorted().toList()));
        if (containerName().isEmpty()) {
            refuse(CONTAINER_NAME, "the container behind the target group, since there is no blue to take it from");
        }
        if (containerPort().isEmpty()) {
            refuse(CONTAINER_PORT, "the container's port, since there is no blue to take it from");
        }
        request.loadBalancers(LoadBalancer.builder()
                .targetGroupArn(targetGroup)
                .containerName(containerName().orElse(null))
                .containerPort(containerPort().orElse(null))
                .build());
        capacity(request);
        network().ifPresent(request::networkConfiguration);
        registries().ifPresent(request::serviceRegistries);
    }

    private void capacity(CreateTaskSetRequest.Builder request) {
        Optional<String> launchType = said(LAUNCH_TYPE);
        List<CapacityProviderStrategyItem> providers = providers();
        if (launchType.isPresent() && said(CAPACITY_PROVIDERS).isPresent()) {
            refuse(CAPACITY_PROVIDERS, "either a launch type or capacity providers");
        }
        if (launchType.isPresent()) {
            request.launchType(launchType.get());
        } else if (!providers.isEmpty()) {
            request.capacityProviderStrategy(providers);
        } else {
            blue.filter(set -> !set.capacityProviderStrategy().isEmpty())
                    .ifPresentOrElse(
                            set -> request.capacityProviderStrategy(set.capacityProviderStrategy()),
                            () -> blue.map(TaskSet::launchTypeAsString).ifPresent(request::launchType));
        }
        said(PLATFORM_VERSION)
                .or(() -> launchType.isPresent() ? Optional.empty() : blue.map(TaskSet::platformVersion))
                .ifPresent(request::platformVersion);
    }

    private List<CapacityProviderStrategyItem> providers() {
        List<CapacityProviderStrategyItem> items = new ArrayList<>();
        for (String one : list(CAPACITY_PROVIDERS)) {
            String[] parts = one.split("[=:]", -1);
            if (!one.matches("[^=:]+=\\d{1,6}:\\d{1,6}")) {
                refuse(CAPACITY_PROVIDERS, "name=weight:base, several separated by commas");
                return List.of();
            }
            items.add(CapacityProviderStrategyItem.builder()
                    .capacityProvider(parts[0])
                    .weight(Integer.valueOf(parts[1]))
                    .base(Integer.valueOf(parts[2]))
                    .build());
        }
        return items;
    }

    private Optional<NetworkConfiguration> network() {
        if (said(SUBNETS).isEmpty()) {
            return blue.map(TaskSet::networkConfiguration);
        }
        return Optional.of(NetworkConfiguration.builder()
                .awsvpcConfiguration(AwsVpcConfiguration.builder()
                        .subnets(list(SUBNETS))
                        .securityGroups(list(SECURITY_GROUPS))
                        .assignPublicIp(said(ASSIGN_PUBLIC_IP).orElse("DISABLED"))
                        .build())
                .build());
    }

    boolean hasNetwork() {
        return network().isPresent();
    }

    private Optional<List<ServiceRegistry>> registries() {
        Optional<String> own = said(SERVICE_REGISTRY);
        if (own.isPresent()) {
            return Optional.of(List.of(ServiceRegistry.builder()
                    .registryArn(own.get())
                    .containerName(said(SERVICE_REGISTRY_CONTAINER_NAME).orElse(null))
                    .containerPort(number(SERVICE_REGISTRY_CONTAINER_PORT).orElse(null))
                    .port(number(SERVICE_REGISTRY_PORT).orElse(null))
                    .build()));
        }
        List<ServiceRegistry> blues = blue.filter(TaskSet::hasServiceRegistries)
                .map(TaskSet::serviceRegistries)
                .orElse(List.of());
        if (!blues.isEmpty() && !said(SHARE_SERVICE_DISCOVERY).equals(Optional.of("true"))) {
            refuse(
                    SERVICE_REGISTRY,
                    "green's own registry, or shareServiceDiscovery, since blue is registered with "
                            + blues.stream().map(ServiceRegistry::registryArn).toList()
                            + " and clients of that would reach green before any shift");
        }
        return blues.isEmpty() ? Optional.empty() : Optional.of(blues);
    }
}
