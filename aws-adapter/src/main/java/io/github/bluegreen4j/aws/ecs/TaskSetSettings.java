package io.github.bluegreen4j.aws.ecs;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Green's launch settings beyond its task definition. Pass them to a specification:
 *
 * <pre>{@code
 * DeploymentSpec.blueGreen(service)
 *         .revision("checkout:42", TaskSetSettings.fromBlue().platformVersion("1.4.0").asMap())
 * }</pre>
 *
 * <p>Settings that are not given are copied from blue at the launch: container and port, launch type or capacity providers,
 * platform version, network. Service registries are an exception: if blue has some, call {@link #serviceRegistry} or {@link
 * #shareServiceDiscovery}, otherwise the launch is refused.
 *
 * <p>Values are checked before the deployment changes anything. Their limits are those of "CreateTaskSet" in the ECS API
 * reference. The settings are journaled with the specification. Not thread-safe.
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

    /** {@return settings that copy everything from blue} */
    public static TaskSetSettings fromBlue() {
        return new TaskSetSettings();
    }

    /**
     * Sets which container port is registered with the target group. Required if there is no blue to copy it from.
     *
     * @param name the name of a container in the task definition
     * @param port the container port, 1 to 65535
     * @return this
     */
    public TaskSetSettings container(String name, int port) {
        settings.put(CONTAINER_NAME, name);
        return put(CONTAINER_PORT, Integer.toString(port));
    }

    /**
     * Sets the launch type. It cannot be combined with capacity providers.
     *
     * @param launchType {@code EC2}, {@code EXTERNAL}, {@code FARGATE} or {@code MANAGED_INSTANCES}
     * @return this
     */
    public TaskSetSettings launchType(String launchType) {
        return put(LAUNCH_TYPE, launchType);
    }

    /**
     * Adds a capacity provider, up to 20. They cannot be combined with a launch type. Use either {@code FARGATE} and {@code
     * FARGATE_SPOT} or your own providers.
     *
     * @param provider the name of the capacity provider
     * @param weight its share of the tasks beyond all bases, 0 to 1000; at least one provider needs more than 0
     * @param base the minimum number of its tasks, 0 to 100000; only one provider may have one
     * @return this
     */
    public TaskSetSettings capacityProvider(String provider, int weight, int base) {
        String one = provider + "=" + weight + ":" + base;
        settings.merge(CAPACITY_PROVIDERS, one, (before, more) -> before + "," + more);
        return this;
    }

    /**
     * Sets the platform version of tasks on Fargate.
     *
     * @param platformVersion for example {@code "1.4.0"} or {@code "LATEST"}
     * @return this
     */
    public TaskSetSettings platformVersion(String platformVersion) {
        return put(PLATFORM_VERSION, platformVersion);
    }

    /**
     * Sets the network of green's tasks.
     *
     * @param subnets 1 to 16 subnet ids
     * @param securityGroups at most 5 security group ids; none means the VPC's default group
     * @param assignPublicIp whether tasks get a public IP address; must be false with launch type {@code EC2} or {@code
     *     EXTERNAL}
     * @return this
     */
    public TaskSetSettings network(
            Collection<String> subnets, Collection<String> securityGroups, boolean assignPublicIp) {
        settings.put(SUBNETS, joined(subnets));
        settings.put(SECURITY_GROUPS, joined(securityGroups));
        return put(ASSIGN_PUBLIC_IP, assignPublicIp ? "ENABLED" : "DISABLED");
    }

    /**
     * Registers green with its own service registry. Clients of that registry reach green and never blue.
     *
     * @param registryArn the ARN of a Cloud Map service
     * @return this
     */
    public TaskSetSettings serviceRegistry(String registryArn) {
        return put(SERVICE_REGISTRY, registryArn);
    }

    /**
     * Sets the container and port for SRV records of {@link #serviceRegistry}.
     *
     * @param name the name of a container in the task definition
     * @param port the container port, 1 to 65535
     * @return this
     */
    public TaskSetSettings serviceRegistryContainer(String name, int port) {
        settings.put(SERVICE_REGISTRY_CONTAINER_NAME, name);
        return put(SERVICE_REGISTRY_CONTAINER_PORT, Integer.toString(port));
    }

    /**
     * Sets the port for SRV records of {@link #serviceRegistry}, if it is not a container port.
     *
     * @param port the port, 1 to 65535
     * @return this
     */
    public TaskSetSettings serviceRegistryPort(int port) {
        return put(SERVICE_REGISTRY_PORT, Integer.toString(port));
    }

    /**
     * Registers green with blue's service registries. Clients that find the service by DNS then reach green as soon as it is
     * running, before any traffic shift, and after a rollback until it is gone.
     *
     * @return this
     */
    public TaskSetSettings shareServiceDiscovery() {
        return put(SHARE_SERVICE_DISCOVERY, "true");
    }

    /**
     * Adds a tag to the task set, up to 50. If the account authorizes tagging on creation, the role needs {@code
     * ecs:TagResource} on task sets ("Grant permission to tag resources on creation" in the ECS developer guide).
     *
     * @param key 1 to 128 characters: letters, digits, spaces and {@code _ . : / = + - @}; must not start with {@code aws:}
     * @param value at most 256 of these characters
     * @return this
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

    /** {@return an unmodifiable copy of the settings, in the form of a specification} */
    public Map<String, String> asMap() {
        return Map.copyOf(settings);
    }
}
