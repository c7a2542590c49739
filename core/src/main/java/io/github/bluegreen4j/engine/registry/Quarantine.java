package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deployments that can't be decoded. Such a deployment may be running, so no other deployment of its service starts
 * before it can be decoded, has ended or was removed. Confined to the loop, except for {@link #ids}.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private static final Duration RECHECK = Duration.ofMinutes(1);

    private final Loop loop;
    private final DeploymentRegistry registry;
    private final Map<DeploymentId, ServiceRef> deployments = new ConcurrentHashMap<>();

    Quarantine(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
    }

    /** From any thread. */
    Set<DeploymentId> ids() {
        return Set.copyOf(deployments.keySet());
    }

    boolean contains(DeploymentId id) {
        return deployments.containsKey(id);
    }

    boolean hasOneOf(ServiceRef service) {
        return deployments.containsValue(service);
    }

    void add(DeploymentId id, ServiceRef service, ServiceQueue queue, Throwable thrown) {
        queue.block(id);
        if (deployments.put(id, service) == null) {
            LOG.error(
                    "Deployment {} of {} can't be read and blocks its service; all other services go on. Use the"
                            + " version of bluegreen4j that wrote it, or remove it from the journal",
                    id,
                    service,
                    thrown);
            loop.after(RECHECK, () -> recheck(id, service));
        }
        registry.handles.failed(id, thrown);
    }

    /** Adds a deployment on which this engine fails. It is not read again. */
    void add(ActiveDeployment deployment, Throwable defect) {
        deployments.put(deployment.id(), deployment.service());
        registry.handles.failed(deployment.id(), defect);
    }

    /** Repeats until the deployment can be decoded, has ended, was removed, or belongs to another engine. */
    private void recheck(DeploymentId id, ServiceRef service) {
        if (registry.isClosing() || !contains(id)) {
            return;
        }
        registry.arrivals.begin(id, service);
        loop.after(RECHECK, () -> recheck(id, service));
    }

    void leave(DeploymentId id) {
        if (deployments.remove(id) != null) {
            // The futures of the handle have failed, and with them every command through it.
            registry.handles.renew(id);
        }
    }
}
