package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The alarms of all places. CloudWatch finds alarms by name only, so an ARN is for choosing the place. */
final class PlacedAlarms implements AlarmSource {
    private static final Pattern ARN = Pattern.compile("arn:[\\w-]+:cloudwatch:[\\w-]+:\\d{12}:alarm:(?<name>.+)");

    private final Placed<AlarmSource> ports;

    PlacedAlarms(AwsPlaces places, Function<AwsPlace, AlarmSource> port) {
        ports = new Placed<>(places, port);
    }

    /** The place of an alarm; empty if it is nowhere, and for an ARN of something else. */
    static Optional<AwsPlace> find(AwsPlaces places, String nameOrArn) {
        return nameOrArn.startsWith("arn:") && !ARN.matcher(nameOrArn).matches()
                ? Optional.empty()
                : places.find(nameOrArn);
    }

    private static String name(String nameOrArn) {
        Matcher arn = ARN.matcher(nameOrArn);
        return arn.matches() ? arn.group("name") : nameOrArn;
    }

    @Override
    public String place(String name) {
        return find(ports.places(), name).map(AwsPlace::name).orElse("");
    }

    /**
     * {@inheritDoc}
     *
     * <p>The engine mixes places only at gates, which need all alarms: if one place does not answer, the call fails. An alarm that is in
     * none of the places is missing.
     */
    @Override
    public AlarmReading read(Set<String> names) {
        Map<String, AlarmReading.State> states = new TreeMap<>();
        ports.byPlace(names, name -> find(ports.places(), name)).forEach((place, some) -> {
            Map<String, List<String>> asked = new HashMap<>();
            some.forEach(name -> asked.computeIfAbsent(name(name), fresh -> new ArrayList<>())
                    .add(name));
            ports.in(place)
                    .read(Set.copyOf(asked.keySet()))
                    .states()
                    .forEach((name, state) ->
                            asked.getOrDefault(name, List.of()).forEach(one -> states.put(one, state)));
        });
        return AlarmReading.of(states);
    }

    @Override
    public int readBatch() {
        return ports.smallest(AlarmSource::readBatch);
    }

    @Override
    public AlarmSource at(Urgency urgency) {
        return new PlacedAlarms(ports.places(), ports.each(port -> port.at(urgency)));
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return ports.costs(port -> port.costs(operation));
    }

    /** {@inheritDoc} A source can check the alarms of its own place only, so nobody checks alarms of several places. */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return ports.checks(AlarmSource::preflightChecks, this::onlyPlace);
    }

    private Optional<AwsPlace> onlyPlace(DeploymentSpec spec) {
        Set<AwsPlace> found = ports.byPlace(spec.alarms().names(), name -> find(ports.places(), name))
                .keySet();
        return found.isEmpty()
                ? ports.places().find(spec.service())
                : found.stream().findFirst().filter(first -> found.size() == 1);
    }
}
