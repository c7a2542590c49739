package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.Optional;

/** The tasks of a service's revisions: launched, restored and stopped by ECS itself. Guarded by the lock of its fake. */
final class RevisionTasks {
    private final SimulatedWorld world;
    private final ServiceRef service;
    private Optional<String> launching = Optional.empty();

    RevisionTasks(SimulatedWorld world, ServiceRef service) {
        this.world = world;
        this.service = service;
    }

    /** Returns the name of the revision that is being launched. */
    Optional<String> launching() {
        return launching;
    }

    int desired() {
        return world.describe(service).desiredCount();
    }

    Optional<ServiceDescription.Revision> find(ServiceRevision revision) {
        return world.describe(service).find(revision.ref());
    }

    /** Tells whether a revision has tasks, or will have: it is {@code ACTIVE}. */
    boolean isActive(ServiceRevision revision) {
        return find(revision).isPresent();
    }

    /** Launches the desired count. Without the target group, no task can be placed. */
    void launch(ServiceRevision revision, TargetGroupRef group) {
        if (!world.view().groups().contains(group)) {
            return;
        }
        launching = Optional.of(revision.arn());
        try {
            revision.owner()
                    .ifPresentOrElse(
                            owner -> world.runtime()
                                    .launch(new LaunchRequest(
                                            service,
                                            RevisionSpec.of(revision.taskDefinition()),
                                            group,
                                            desired(),
                                            owner,
                                            revision.id())),
                            () -> world.launched(service, revision.taskDefinition(), group, desired()));
        } finally {
            launching = Optional.empty();
        }
        revision.launchedIn(group);
    }

    /** Scales a revision to the desired count of the service. */
    void restore(ServiceRevision revision) {
        find(revision)
                .filter(found -> found.counts().desired() != desired())
                .ifPresent(found -> world.rescale(service, revision.ref(), desired()));
    }

    /** Makes a revision the one that the world scales with the service where it does not scale all. */
    void serve(ServiceRevision revision) {
        if (isActive(revision)) {
            world.makePrimary(service, revision.ref());
            restore(revision);
        }
    }

    /** Tells whether all tasks run and the load balancer finds them healthy. */
    boolean isSteady(ServiceRevision revision) {
        Optional<ServiceDescription.Counts> counts = find(revision).map(ServiceDescription.Revision::counts);
        return counts.isPresent()
                && counts.get().running() == counts.get().desired()
                && counts.get().pending() == 0
                && healthy(revision) >= counts.get().desired();
    }

    int healthy(ServiceRevision revision) {
        return revision.group()
                .flatMap(group -> world.view().targets(group))
                .map(health -> health.healthy(revision.ref()))
                .orElse(0);
    }

    /** Scales a revision to 0. It is gone with its last task. */
    void stop(ServiceRevision revision) {
        if (isActive(revision)) {
            world.rescale(service, revision.ref(), 0);
            world.vanishes(service, revision.ref());
        }
    }
}
