package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.examples.local.runner.Launch;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import io.github.bluegreen4j.examples.local.runner.RunnerClient;
import io.github.bluegreen4j.examples.local.runner.ServiceView;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Services and revisions as the local runner runs them. The runner does the hard things itself: the same token launches
 * once, a failed task is counted once, and a retiring revision is drained before its tasks end.
 */
public final class LocalRuntime implements ServiceRuntime {

    private final RunnerClient runner;
    private final SendPermit permit;

    /** The runtime behind that client. */
    public LocalRuntime(RunnerClient runner) {
        this(runner, SendPermit.always());
    }

    private LocalRuntime(RunnerClient runner, SendPermit permit) {
        this.runner = runner;
        this.permit = permit;
    }

    @Override
    public ServiceRuntime within(SendPermit newPermit) {
        return new LocalRuntime(runner, newPermit);
    }

    @Override
    public List<ServiceDescription> describe(List<ServiceRef> services) {
        List<ServiceDescription> described = new ArrayList<>();
        for (ServiceRef service : services) {
            find(service).ifPresent(view -> described.add(description(service, view)));
        }
        return described;
    }

    private Optional<ServiceView> find(ServiceRef service) {
        try {
            return Optional.of(
                    LocalProblems.read("describe", service.toString(), () -> runner.describe(service.name())));
        } catch (PortException failed) {
            if (failed.problem().kind() == Problem.Kind.GONE) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static ServiceDescription description(ServiceRef service, ServiceView view) {
        return new ServiceDescription(
                service,
                view.desired(),
                false,
                view.revisions().stream().map(LocalRuntime::description).toList());
    }

    private static ServiceDescription.Revision description(RevisionView view) {
        return new ServiceDescription.Revision(
                new RevisionRef(view.id()),
                view.definition(),
                new TargetGroupRef(view.targetGroup()),
                view.primary(),
                Optional.of(view.owner()).filter(owner -> !owner.isBlank()).map(DeploymentId::new),
                new ServiceDescription.Counts(
                        view.desired(), view.pending(), view.running(), view.failed(), view.steady()));
    }

    @Override
    public void launch(LaunchRequest request) {
        Launch order = new Launch(
                request.token(),
                request.owner().toString(),
                request.revision().definition(),
                request.revision().settings(),
                request.targetGroup().id(),
                request.desiredCount());
        LocalProblems.change(
                permit,
                "launch",
                request.revision().definition(),
                () -> runner.launch(request.service().name(), order));
    }

    @Override
    public void scale(ServiceRef service, RevisionRef revision, int desired) {
        LocalProblems.change(
                permit, "scale", revision.id(), () -> runner.scale(service.name(), revision.id(), desired));
    }

    @Override
    public void makePrimary(ServiceRef service, RevisionRef revision) {
        LocalProblems.change(
                permit, "make primary", revision.id(), () -> runner.makePrimary(service.name(), revision.id()));
    }

    /** One order is enough: the runner takes the steps by itself. To repeat it changes nothing. */
    @Override
    public void retire(ServiceRef service, RevisionRef revision) {
        LocalProblems.change(permit, "retire", revision.id(), () -> runner.retire(service.name(), revision.id()));
    }
}
