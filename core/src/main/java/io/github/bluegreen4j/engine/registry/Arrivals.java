package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deployments on their way from the journal to this engine. The engine claims the service of each. Then it reads the
 * deployment, unless the recovery of the service has found it. If another engine owns the service, the deployment
 * stays there. Confined to the loop.
 */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final Loop loop;
    private final DeploymentRegistry registry;

    Arrivals(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
    }

    /** Brings a deployment here, if this engine owns its service or can claim it. */
    void begin(DeploymentId id, ServiceRef service) {
        if (!registry.isClosing() && !registry.deployments.contains(id) && registry.ownership.expect(id, service)) {
            registry.slots.enter(leave -> new Arrival(id, service, leave).claim());
        }
    }

    /** One deployment on its way. */
    private final class Arrival {
        private final DeploymentId id;
        private final ServiceRef service;
        private final Runnable leave;

        Arrival(DeploymentId id, ServiceRef service, Runnable leave) {
            this.id = id;
            this.service = service;
            this.leave = leave;
        }

        void claim() {
            registry.ownership.claim(service, this::claimed, this::staysElsewhere);
        }

        private void claimed(boolean isOurs) {
            if (isOurs) {
                read();
            } else {
                registry.quarantine.leave(id);
                staysElsewhere();
            }
        }

        private void read() {
            ServiceQueue queue = registry.ownership.queue(service).orElse(null);
            if (queue == null || registry.deployments.contains(id)) {
                end();
                return;
            }
            Histories.read(
                    loop,
                    id,
                    history -> {
                        if (registry.ownership.owns(service, queue) && !registry.deployments.contains(id)) {
                            history.ifPresentOrElse(read -> registry.deployments.add(id, service, queue, read), () -> {
                                registry.quarantine.leave(id);
                                queue.unblock(id);
                            });
                            registry.ownership.reportBlocked(queue);
                        }
                        end();
                    },
                    thrown -> {
                        if (registry.ownership.owns(service, queue) && PortCalls.isRefused(thrown)) {
                            registry.quarantine.add(id, service, queue, thrown);
                            registry.ownership.reportBlocked(queue);
                        } else {
                            loop.failureLog().warn(LOG, thrown, "Deployment {} could not be read", id);
                        }
                        end();
                    });
        }

        private void end() {
            if (registry.deployments.contains(id) || registry.quarantine.contains(id)) {
                registry.ownership.arrived(id, service);
                leave.run();
            } else {
                staysElsewhere();
            }
        }

        /** Another engine acts for the deployment, now or soon. A user with a handle on it here still waits for its end. */
        private void staysElsewhere() {
            if (registry.handles.isAwaited(id)) {
                registry.remote.add(id);
            }
            registry.ownership.arrived(id, service);
            leave.run();
        }
    }
}
