package io.github.bluegreen4j.examples.spring;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.List;
import java.util.Optional;

/** Where the greeters run. On Amazon ECS this would be {@code EcsTaskSets.create(ecs)}. */
record GreeterRuntime(Greeters greeters) implements ServiceRuntime {
    static final ServiceRef SERVICE = new ServiceRef("local", "greeter");

    @Override
    public List<ServiceDescription> describe(List<ServiceRef> services) {
        return services.stream()
                .filter(SERVICE::equals)
                .map(service -> new ServiceDescription(
                        service,
                        Greeters.DESIRED,
                        false,
                        greeters.all().stream().map(GreeterRuntime::revision).toList()))
                .toList();
    }

    private static ServiceDescription.Revision revision(Greeters.Version version) {
        return new ServiceDescription.Revision(
                new RevisionRef(version.id()),
                version.definition(),
                new TargetGroupRef(version.group()),
                version.primary(),
                version.owner().map(DeploymentId::new),
                new ServiceDescription.Counts(version.tasks(), 0, version.tasks(), 0, true));
    }

    @Override
    public void launch(LaunchRequest request) {
        greeters.launch(
                request.token(),
                request.revision().definition(),
                request.targetGroup().id(),
                request.desiredCount(),
                Optional.of(request.owner().value()));
    }

    @Override
    public void scale(ServiceRef service, RevisionRef revision, int desired) {
        greeters.scale(revision.id(), desired);
    }

    @Override
    public void makePrimary(ServiceRef service, RevisionRef revision) {
        greeters.makePrimary(revision.id());
    }

    @Override
    public void retire(ServiceRef service, RevisionRef revision) {
        greeters.retire(revision.id());
    }
}
