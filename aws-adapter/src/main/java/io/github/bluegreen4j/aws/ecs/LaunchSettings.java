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
import static io.github.bluegreen4j.aws.ecs.TaskSetSettings.TAG;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * The settings of green's launch: those of the specification, otherwise those of blue. Values outside AWS's limits
 * ("CreateTaskSet" in the ECS API reference) are refused before anything is changed.
 */
final class LaunchSettings {
    /** All keys except those of tags. */
    static final Set<String> KNOWN = Set.of(
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

    private static final Set<String> LAUNCH_TYPES = Set.of("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES");
    private static final Set<String> LAUNCH_TYPES_WITHOUT_PUBLIC_IP = Set.of("EC2", "EXTERNAL");
    private static final String FARGATE = "FARGATE";

    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_PROVIDERS = 20;
    private static final int MOST_WEIGHT = 1_000;
    private static final int MOST_BASE = 100_000;
    private static final int MOST_SUBNETS = 16;
    private static final int MOST_SECURITY_GROUPS = 5;
    private static final int MOST_TAGS = 50;
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

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

    private void require(boolean holds, String key, String allowed) {
        if (!holds) {
            refuse(key, allowed);
        }
    }

    private Optional<String> oneOf(String key, Set<String> allowed) {
        Optional<String> text = said(key);
        require(
                text.isEmpty() || allowed.contains(text.get()),
                key,
                "one of " + allowed.stream().sorted().toList());
        return text;
    }

    private Optional<Integer> port(String key) {
        Optional<String> text = said(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> port = text.filter(digits -> digits.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= HIGHEST_PORT);
        require(port.isPresent(), key, "a number from 1 to " + HIGHEST_PORT);
        return port;
    }

    /** Returns the elements of a list without duplicates. */
    private List<String> list(String key, int most) {
        List<String> elements = said(key)
                .map(text -> Stream.of(text.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
        boolean isList = elements.stream().noneMatch(String::isEmpty)
                && elements.stream().distinct().count() == elements.size();
        require(isList && elements.size() <= most, key, "1 to " + most + " different ones, separated by commas");
        return elements;
    }

    private Optional<LoadBalancer> blueLoadBalancer() {
        return blue.filter(TaskSet::hasLoadBalancers)
                .flatMap(set -> set.loadBalancers().stream().findFirst());
    }

    Optional<String> containerName() {
        return said(CONTAINER_NAME).or(() -> blueLoadBalancer().map(LoadBalancer::containerName));
    }

    Optional<Integer> containerPort() {
        return said(CONTAINER_PORT).isPresent()
                ? port(CONTAINER_PORT)
                : blueLoadBalancer().map(LoadBalancer::containerPort);
    }

    /** Adds all settings to the request, and reports invalid ones as faults. */
    void into(CreateTaskSetRequest.Builder request, String targetGroup) {
        settings.keySet().stream()
                .filter(key -> !KNOWN.contains(key) && !key.startsWith(TAG))
                .sorted()
                .forEach(key -> refuse(
                        key, "one of " + KNOWN.stream().sorted().toList() + ", or " + TAG + " and the key of a tag"));
        require(
                containerName().isPresent(),
                CONTAINER_NAME,
                "the container behind the target group, since there is no blue to take it from");
        require(
                said(CONTAINER_PORT).isPresent() || containerPort().isPresent(),
                CONTAINER_PORT,
                "the container's port, since there is no blue to take it from");
        request.loadBalancers(LoadBalancer.builder()
                .targetGroupArn(targetGroup)
                .containerName(containerName().orElse(null))
                .containerPort(containerPort().orElse(null))
                .build());
        capacity(request);
        checkNetwork();
        network().ifPresent(request::networkConfiguration);
        checkRegistry();
        registries().ifPresent(request::serviceRegistries);
        List<Tag> tags = tags();
        if (!tags.isEmpty()) {
            request.tags(tags);
        }
    }

    private void capacity(CreateTaskSetRequest.Builder request) {
        Optional<String> launchType = oneOf(LAUNCH_TYPE, LAUNCH_TYPES);
        List<CapacityProviderStrategyItem> providers = providers();
        boolean saysProviders = said(CAPACITY_PROVIDERS).isPresent();
        require(
                launchType.isEmpty() || !saysProviders,
                CAPACITY_PROVIDERS,
                "either a launch type or capacity providers");
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
        Optional<String> platform = said(PLATFORM_VERSION);
        if (platform.isPresent()) {
            CreateTaskSetRequest so = request.build();
            boolean fargate = FARGATE.equals(so.launchTypeAsString())
                    || so.capacityProviderStrategy().stream().anyMatch(LaunchSettings::isFargate);
            require(
                    fargate && platform.get().matches("LATEST|\\d+\\.\\d+\\.\\d+"),
                    PLATFORM_VERSION,
                    "LATEST, or a version like 1.4.0, for tasks on Fargate");
        }
        // Blue's platform version is copied only together with blue's capacity.
        platform.or(() ->
                        launchType.isPresent() || saysProviders ? Optional.empty() : blue.map(TaskSet::platformVersion))
                .ifPresent(request::platformVersion);
    }

    private static boolean isFargate(CapacityProviderStrategyItem item) {
        return String.valueOf(item.capacityProvider()).startsWith(FARGATE);
    }

    private List<CapacityProviderStrategyItem> providers() {
        List<CapacityProviderStrategyItem> items = new ArrayList<>();
        for (String one : list(CAPACITY_PROVIDERS, MOST_PROVIDERS)) {
            String[] parts = one.split("[=:]", -1);
            if (!one.matches("[^=:]+=\\d{1,9}:\\d{1,9}")) {
                refuse(CAPACITY_PROVIDERS, "name=weight:base, several separated by commas");
                return List.of();
            }
            items.add(CapacityProviderStrategyItem.builder()
                    .capacityProvider(parts[0])
                    .weight(Integer.valueOf(parts[1]))
                    .base(Integer.valueOf(parts[2]))
                    .build());
        }
        check(items);
        return items;
    }

    private void check(List<CapacityProviderStrategyItem> items) {
        require(
                items.stream().allMatch(item -> item.weight() <= MOST_WEIGHT && item.base() <= MOST_BASE),
                CAPACITY_PROVIDERS,
                "weights from 0 to " + MOST_WEIGHT + " and bases from 0 to " + MOST_BASE);
        require(
                items.isEmpty() || items.stream().anyMatch(item -> item.weight() > 0),
                CAPACITY_PROVIDERS,
                "a weight above 0 for one of them at least");
        require(
                items.stream().filter(item -> item.base() > 0).count() <= 1,
                CAPACITY_PROVIDERS,
                "a base above 0 for one of them at most");
        Set<String> names = new HashSet<>();
        require(
                items.stream().allMatch(item -> names.add(item.capacityProvider())),
                CAPACITY_PROVIDERS,
                "each of them once");
        long onFargate = items.stream().filter(LaunchSettings::isFargate).count();
        require(
                onFargate == 0 || onFargate == items.size(),
                CAPACITY_PROVIDERS,
                "either FARGATE and FARGATE_SPOT, or providers of your own");
    }

    private void checkNetwork() {
        List<String> subnets = list(SUBNETS, MOST_SUBNETS);
        list(SECURITY_GROUPS, MOST_SECURITY_GROUPS);
        Optional<String> publicIp = oneOf(ASSIGN_PUBLIC_IP, Set.of("ENABLED", "DISABLED"));
        if (subnets.isEmpty()) {
            for (String key : List.of(SECURITY_GROUPS, ASSIGN_PUBLIC_IP)) {
                require(said(key).isEmpty(), key, "subnets beside it: without them green has blue's network");
            }
        }
        boolean impossible = publicIp.equals(Optional.of("ENABLED"))
                && said(LAUNCH_TYPE)
                        .filter(LAUNCH_TYPES_WITHOUT_PUBLIC_IP::contains)
                        .isPresent();
        require(!impossible, ASSIGN_PUBLIC_IP, "DISABLED with launch type EC2 or EXTERNAL");
    }

    private Optional<NetworkConfiguration> network() {
        if (said(SUBNETS).isEmpty()) {
            return blue.map(TaskSet::networkConfiguration);
        }
        return Optional.of(NetworkConfiguration.builder()
                .awsvpcConfiguration(AwsVpcConfiguration.builder()
                        .subnets(list(SUBNETS, MOST_SUBNETS))
                        .securityGroups(list(SECURITY_GROUPS, MOST_SECURITY_GROUPS))
                        .assignPublicIp(said(ASSIGN_PUBLIC_IP).orElse("DISABLED"))
                        .build())
                .build());
    }

    boolean hasNetwork() {
        return network().isPresent();
    }

    private void checkRegistry() {
        Optional<String> shares = oneOf(SHARE_SERVICE_DISCOVERY, Set.of("true", "false"));
        if (said(SERVICE_REGISTRY).isEmpty()) {
            for (String key :
                    List.of(SERVICE_REGISTRY_CONTAINER_NAME, SERVICE_REGISTRY_CONTAINER_PORT, SERVICE_REGISTRY_PORT)) {
                require(said(key).isEmpty(), key, SERVICE_REGISTRY + " beside it");
            }
            return;
        }
        require(
                !shares.equals(Optional.of("true")),
                SHARE_SERVICE_DISCOVERY,
                "either a registry of green's own or blue's");
        boolean name = said(SERVICE_REGISTRY_CONTAINER_NAME).isPresent();
        boolean port = said(SERVICE_REGISTRY_CONTAINER_PORT).isPresent();
        require(
                name == port,
                name ? SERVICE_REGISTRY_CONTAINER_PORT : SERVICE_REGISTRY_CONTAINER_NAME,
                "the container's name and its port, or neither");
        require(
                !name || said(SERVICE_REGISTRY_PORT).isEmpty(),
                SERVICE_REGISTRY_PORT,
                "either a port or a container with its port");
    }

    private Optional<List<ServiceRegistry>> registries() {
        Optional<String> own = said(SERVICE_REGISTRY);
        if (own.isPresent()) {
            return Optional.of(List.of(ServiceRegistry.builder()
                    .registryArn(own.get())
                    .containerName(said(SERVICE_REGISTRY_CONTAINER_NAME).orElse(null))
                    .containerPort(port(SERVICE_REGISTRY_CONTAINER_PORT).orElse(null))
                    .port(port(SERVICE_REGISTRY_PORT).orElse(null))
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

    private List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (!setting.getKey().startsWith(TAG)) {
                continue;
            }
            String key = setting.getKey().substring(TAG.length());
            require(
                    TAG_KEY.matcher(key).matches() && !isKeptForAws(key),
                    setting.getKey(),
                    "a key of 1 to 128 letters, digits, spaces and _ . : / = + - @, which does not begin with aws:");
            require(
                    TAG_VALUE.matcher(setting.getValue()).matches() && !isKeptForAws(setting.getValue()),
                    setting.getKey(),
                    "a value of at most 256 letters, digits, spaces and _ . : / = + - @, which does not begin with aws:");
            tags.add(Tag.builder().key(key).value(setting.getValue()).build());
        }
        if (tags.size() > MOST_TAGS) {
            refusals.add("revision.settings." + TAG, tags.size() + " tags", "at most " + MOST_TAGS);
        }
        return tags;
    }

    private static boolean isKeptForAws(String text) {
        return text.regionMatches(true, 0, "aws:", 0, 4);
    }
}
