package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.aws.place.AwsPlaces;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several Regions or accounts of AWS: those that the ARNs of the clusters name. */
final class AwsRegions implements TargetWorld {
    /** The option that names the credentials of an account. */
    static final String PROFILE = "--account-profile";

    private static final Pattern ARN = Pattern.compile("arn:[\\w-]+:ecs:(?<region>[\\w-]+):(?<account>\\d{12}):.+");

    private final AwsWorld single;
    private final Set<Place> where;
    private final Map<String, String> profiles;
    private final AwsPlaces places;

    /** One of them. */
    private record Place(String account, String region) {}

    private AwsRegions(AwsWorld single, AwsOptions aws, Set<Place> where, Map<String, String> profiles) {
        this.single = single;
        this.where = where;
        this.profiles = profiles;
        AwsPlaces.Builder builder = AwsPlaces.builder();
        for (Place place : where) {
            Optional<String> profile = Optional.ofNullable(profiles.get(place.account()));
            builder.place(single.in(aws.in(place.region(), profile)).place(place.account(), place.region()));
        }
        places = builder.build();
    }

    /**
     * The world for some deployments: the one of the options if all of them are there.
     *
     * @param profiles the profile with the credentials for an account, by its number; the default chain's for the others
     * @throws Failure if they are in several places and do not say where each is
     */
    static TargetWorld covering(
            AwsWorld single, AwsOptions aws, Collection<DeploymentSpec> deployments, Map<String, String> profiles) {
        Set<Place> where = new LinkedHashSet<>();
        deployments.forEach(spec -> place(spec).ifPresent(where::add));
        Set<String> accounts = where.stream().map(Place::account).collect(Collectors.toCollection(LinkedHashSet::new));
        profiles.forEach((account, profile) -> {
            if (!accounts.contains(account)) {
                throw Failure.option(
                        PROFILE, account + "=" + profile, "an account that the ARN of a cluster names: " + accounts);
            }
        });
        boolean areThere = accounts.size() <= 1
                && profiles.isEmpty()
                && where.stream().allMatch(place -> aws.isRegion(place.region()));
        if (areThere) {
            return single;
        }
        deployments.forEach(AwsRegions::requireArns);
        return new AwsRegions(single, aws, where, profiles);
    }

    private static Optional<Place> place(DeploymentSpec spec) {
        ServiceRef service = spec.service();
        for (String text : List.of(service.cluster(), service.name())) {
            Matcher arn = ARN.matcher(text);
            if (arn.matches()) {
                return Optional.of(new Place(arn.group("account"), arn.group("region")));
            }
        }
        return Optional.empty();
    }

    private static void requireArns(DeploymentSpec spec) {
        List<String> names = new ArrayList<>();
        if (place(spec).isEmpty()) {
            names.add("cluster: \"" + spec.service().cluster() + "\"");
        }
        spec.alarms().names().stream()
                .filter(name -> !name.startsWith("arn:"))
                .sorted()
                .forEach(name -> names.add("alarm: \"" + name + "\""));
        if (!names.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    spec.service() + ": " + String.join(", ", names)
                            + " is not allowed; allowed: its ARN, since the rollout deploys in several Regions or accounts");
        }
        if (!spec.analysis().equals(AnalysisPolicy.NONE)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    spec.service() + ": analysis is not allowed; allowed: none, since the rollout deploys in several"
                            + " Regions or accounts, and this command reads metrics of one");
        }
    }

    @Override
    public ServiceRuntime runtime() {
        return places.runtime();
    }

    @Override
    public void furnish(EngineBuilder engine) {
        engine.runtime(places.runtime())
                .router(places.router())
                .alarms(places.alarms())
                .autoScaling(places.autoScaling())
                .lambdaHooks(places.lambdaHooks());
    }

    @Override
    public void pace(DeploymentSpec.Builder spec) {
        single.pace(spec);
    }

    @Override
    public String place() {
        return where.stream()
                .map(place -> place.account() + "/" + place.region())
                .collect(Collectors.joining(", "));
    }

    @Override
    public String hint() {
        return single.hint();
    }

    @Override
    public String again() {
        return single.again()
                + new LinkedHashMap<>(profiles)
                        .entrySet().stream()
                                .map(one -> " " + PROFILE + " " + one.getKey() + "=" + one.getValue())
                                .collect(Collectors.joining());
    }
}
