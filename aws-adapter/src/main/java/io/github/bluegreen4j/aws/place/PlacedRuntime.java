package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The runtimes of all places. A service is where its cluster is. */
final class PlacedRuntime implements ServiceRuntime {
    private final Placed<ServiceRuntime> ports;

    PlacedRuntime(AwsPlaces places, Function<AwsPlace, ServiceRuntime> port) {
        ports = new Placed<>(places, port);
    }

    private ServiceRuntime of(ServiceRef service, String operation) {
        return ports.in(ports.places().of(service, operation));
    }

    @Override
    public String place(ServiceRef service) {
        return ports.places().find(service).map(AwsPlace::name).orElse("");
    }

    /**
     * {@inheritDoc}
     *
     * <p>The engine never mixes places here. Whoever does gets no answer at all if one place does not answer: a service that is left out
     * would be taken for one that does not exist.
     */
    @Override
    public List<ServiceDescription> describe(List<ServiceRef> services) {
        services.forEach(service -> ports.places().of(service, "describe"));
        List<ServiceDescription> described = new ArrayList<>();
        ports.byPlace(services, ports.places()::find)
                .forEach((place, some) -> described.addAll(ports.in(place).describe(some)));
        return described;
    }

    @Override
    public int describeBatch() {
        return ports.smallest(ServiceRuntime::describeBatch);
    }

    @Override
    public void check(ServiceRef service, RevisionSpec revision, TargetGroups groups) {
        of(service, "check").check(service, revision, groups);
    }

    @Override
    public List<RevisionChange> changes(ServiceRef service, RevisionRef existing, RevisionSpec revision) {
        return of(service, "changes").changes(service, existing, revision);
    }

    /** {@inheritDoc} A name without an ARN is a service of the default place. */
    @Override
    public Set<ServiceRef> otherNames(ServiceRef service) {
        Optional<AwsPlace> place = ports.places().find(service);
        if (place.isEmpty()) {
            return Set.of();
        }
        Set<ServiceRef> names = new LinkedHashSet<>(ports.in(place.get()).otherNames(service));
        names.removeIf(name -> !ports.places().find(name).equals(place));
        return names;
    }

    @Override
    public List<PreflightCheck> preflightChecks() {
        List<PreflightCheck> checks = new ArrayList<>();
        checks.add(new PlaceCheck(ports.places()));
        checks.addAll(ports.checksOfTheService(ServiceRuntime::preflightChecks));
        return checks;
    }

    @Override
    public void launch(LaunchRequest request) {
        of(request.service(), "launch").launch(request);
    }

    @Override
    public void scale(ServiceRef service, RevisionRef revision, int desired) {
        of(service, "scale").scale(service, revision, desired);
    }

    @Override
    public void makePrimary(ServiceRef service, RevisionRef revision) {
        of(service, "makePrimary").makePrimary(service, revision);
    }

    @Override
    public void retire(ServiceRef service, RevisionRef revision) {
        of(service, "retire").retire(service, revision);
    }

    @Override
    public ServiceRuntime at(Urgency urgency) {
        return new PlacedRuntime(ports.places(), ports.each(port -> port.at(urgency)));
    }

    @Override
    public ServiceRuntime within(SendPermit permit) {
        return new PlacedRuntime(ports.places(), ports.once(port -> port.within(permit)));
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return ports.costs(port -> port.costs(operation));
    }
}
