package io.github.bluegreen4j.aws.ecs;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What green is launched with beyond its task definition, to be given to a specification:
 *
 * <pre>{@code
 * DeploymentSpec.blueGreen(service)
 *         .revision("checkout:42", TaskSetSettings.fromBlue().platformVersion("1.4.0").asMap())
 * }</pre>
 *
 * What is not said green takes from blue as it is at its launch: container and port, launch type or capacity providers, platform
 * version, network. Service registries are the exception: a blue with registries is refused unless {@link #serviceRegistry} or {@link
 * #shareServiceDiscovery} says what green does. What is said is kept in the journal with the specification. Not safe for use by
 * several threads.
 */
public final class TaskSetSettings {
    static final String CONTAINER_NAME = "containerName";
    static final String CONTAINER_PORT = "containerPort";
    static final String LAUNCH_TYPE = "launchType";
    static final String CAPACITY_PROVIDERS = "capacityProviders";
    static final String PLATFORM_VERSION = "platformVersion";
    static final String SUBNETS = "subnets";
    static final String SECURITY_GROUPS = "securityGroups";
    static final String ASSIGN_PUBLIC_IP = "assignPublicIp";
    static final String SERVICE_REGISTRY = "serviceRegistry";
    static final String SERVICE_REGISTRY_CONTAINER_NAME = "serviceRegistryContainerName";
    static final String SERVICE_REGISTRY_CONTAINER_PORT = "serviceRegistryContainerPort";
    static final String SERVICE_REGISTRY_PORT = "serviceRegistryPort";
    static final String SHARE_SERVICE_DISCOVERY = "shareServiceDiscovery";

    /** The prefix of tag keys. */
    static final String TAG = "tag.";

    private final Map<String, String> settings = new TreeMap<>();

    private TaskSetSettings() {}

    /** Everything as blue has it. */
    public static TaskSetSettings fromBlue() {
        return new TaskSetSettings();
    }

    /** Which container's port is registered with the target group. Needed where there is no blue to take it from. */
    public TaskSetSettings container(String name, int port) {
        settings.put(CONTAINER_NAME, name);
        return put(CONTAINER_PORT, Integer.toString(port));
    }

    /** EC2, EXTERNAL, FARGATE or MANAGED_INSTANCES. Not together with capacity providers. */
    public TaskSetSettings launchType(String launchType) {
        return put(LAUNCH_TYPE, launchType);
    }

    /**
     * One more capacity provider, at most 20. Not together with a launch type, and either FARGATE and FARGATE_SPOT or providers of
     * your own.
     *
     * @param weight its share of the tasks beyond all bases, 0 to 1000; one provider at least needs more than 0
     * @param base how many tasks it runs at least, 0 to 100000; only one provider may have one
     */
    public TaskSetSettings capacityProvider(String provider, int weight, int base) {
        String one = provider + "=" + weight + ":" + base;
        settings.merge(CAPACITY_PROVIDERS, one, (before, more) -> before + "," + more);
        return this;
    }

    /** The platform version of tasks on Fargate, {@code "1.4.0"} or {@code "LATEST"} for example. */
    public TaskSetSettings platformVersion(String platformVersion) {
        return put(PLATFORM_VERSION, platformVersion);
    }

    /**
     * The network of green's tasks.
     *
     * @param subnets 1 to 16
     * @param securityGroups at most 5; none is the default group of the VPC
     * @param assignPublicIp not with launch type EC2 or EXTERNAL
     */
    public TaskSetSettings network(
            Collection<String> subnets, Collection<String> securityGroups, boolean assignPublicIp) {
        settings.put(SUBNETS, joined(subnets));
        settings.put(SECURITY_GROUPS, joined(securityGroups));
        return put(ASSIGN_PUBLIC_IP, assignPublicIp ? "ENABLED" : "DISABLED");
    }

    /** A service registry of green's own, by its ARN: its clients reach green, and never blue. */
    public TaskSetSettings serviceRegistry(String registryArn) {
        return put(SERVICE_REGISTRY, registryArn);
    }

    /** The container and port that SRV records of {@link #serviceRegistry} name. */
    public TaskSetSettings serviceRegistryContainer(String name, int port) {
        settings.put(SERVICE_REGISTRY_CONTAINER_NAME, name);
        return put(SERVICE_REGISTRY_CONTAINER_PORT, Integer.toString(port));
    }

    /** The port that SRV records of {@link #serviceRegistry} name, where it is no container's. */
    public TaskSetSettings serviceRegistryPort(int port) {
        return put(SERVICE_REGISTRY_PORT, Integer.toString(port));
    }

    /**
     * Green registers with blue's service registries. Clients that find the service by DNS then reach green as soon as it runs,
     * before any shift, and after a rollback until it is gone.
     */
    public TaskSetSettings shareServiceDiscovery() {
        return put(SHARE_SERVICE_DISCOVERY, "true");
    }

    /**
     * One more tag of the task set, at most 50. Where the account authorizes tags on creation, the role needs {@code ecs:TagResource}
     * on task sets ("Grant permission to tag resources on creation" in the ECS developer guide).
     *
     * @param key 1 to 128 characters: letters, digits, spaces and {@code _ . : / = + - @}; not beginning with {@code aws:}
     * @param value at most 256 of them
     */
    public TaskSetSettings tag(String key, String value) {
        return put(TAG + key, value);
    }

    private TaskSetSettings put(String key, String value) {
        settings.put(key, value);
        return this;
    }

    private static String joined(Collection<String> values) {
        StringJoiner joiner = new StringJoiner(",");
        values.forEach(joiner::add);
        return joiner.toString();
    }

    /** The settings as a specification takes them. */
    public Map<String, String> asMap() {
        return Map.copyOf(settings);
    }
}
