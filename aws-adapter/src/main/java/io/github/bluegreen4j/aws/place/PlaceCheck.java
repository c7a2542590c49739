package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a deployment names and no place has, and routes and target groups that are not where the service is. */
record PlaceCheck(AwsPlaces places) implements PreflightCheck {
    static final String NAME = "aws-places";
    static final String NO_HOOKS = "there are no Lambda hooks for ";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> check(DeploymentSpec spec) {
        Optional<AwsPlace> service = places.find(spec.service());
        List<Finding> findings = new ArrayList<>();
        if (service.isEmpty()) {
            findings.add(nowhere(places, "service", AwsPlaces.text(spec.service())));
        }
        for (int i = 0; i < spec.productionRoutes().size(); i++) {
            beside(
                            places,
                            service,
                            "productionRoutes[" + i + "]",
                            spec.productionRoutes().get(i).id())
                    .ifPresent(findings::add);
        }
        spec.testRoute()
                .flatMap(route -> beside(places, service, "testRoute", route.id()))
                .ifPresent(findings::add);
        groups(places, service, spec.targetGroups()).forEach(findings::add);
        for (int i = 0; i < spec.alarms().names().size(); i++) {
            String name = spec.alarms().names().get(i);
            if (PlacedAlarms.find(places, name).isEmpty()) {
                findings.add(nowhere(places, "alarms.names[" + i + "]", name));
            }
        }
        service.filter(place -> place.lambdaHooks().isEmpty())
                .ifPresent(place -> spec.hooks().stream()
                        .filter(hook -> hook.kind() == HookSpec.Kind.LAMBDA)
                        .forEach(hook -> findings.add(Finding.error(
                                NAME, "hooks", hook.name(), "can't be invoked: " + NO_HOOKS + place, ""))));
        return findings.isEmpty() && service.isPresent()
                ? List.of(Finding.passed(NAME, "service", spec.service().toString(), "is in " + service.get()))
                : findings;
    }

    private static Stream<Finding> groups(AwsPlaces places, Optional<AwsPlace> service, TargetGroups groups) {
        return Stream.of(
                        beside(
                                places,
                                service,
                                "targetGroups.first",
                                groups.first().id()),
                        beside(
                                places,
                                service,
                                "targetGroups.second",
                                groups.second().id()))
                .flatMap(Optional::stream);
    }

    private static Optional<Finding> beside(AwsPlaces places, Optional<AwsPlace> service, String field, String value) {
        Optional<AwsPlace> place = places.find(value);
        if (place.isEmpty()) {
            return Optional.of(nowhere(places, field, value));
        }
        return service.filter(home -> home != place.get())
                .map(home -> Finding.error(
                        NAME, field, value, "is in " + place.get(), "one in " + home + ", where the service is"));
    }

    private static Finding nowhere(AwsPlaces places, String field, String value) {
        return Finding.error(NAME, field, value, "is in none of the places of this engine", places.allowed());
    }
}
