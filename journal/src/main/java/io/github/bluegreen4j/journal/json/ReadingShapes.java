package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Groups.list;
import static io.github.bluegreen4j.journal.json.Groups.map;
import static io.github.bluegreen4j.journal.json.Groups.set;
import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.optional;
import static io.github.bluegreen4j.journal.json.Member.since;
import static io.github.bluegreen4j.journal.json.References.DEPLOYMENT;
import static io.github.bluegreen4j.journal.json.References.GROUP;
import static io.github.bluegreen4j.journal.json.References.REVISION;
import static io.github.bluegreen4j.journal.json.References.ROUTE;
import static io.github.bluegreen4j.journal.json.References.SERVICE;
import static io.github.bluegreen4j.journal.json.Scalars.DURATION;
import static io.github.bluegreen4j.journal.json.Scalars.FLAG;
import static io.github.bluegreen4j.journal.json.Scalars.NUMBER;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.Map;
import java.util.Set;

/** What was read of the world: the evidence that an event carries. */
final class ReadingShapes {
    /** The weights by target group: {@code {"blue":90,"green":10}}. */
    static final Shape<TrafficSplit> SPLIT = new Split();

    static final ObjectShape<RouteReading> ROUTE_READING = ObjectShape.of(
            RouteReading.class,
            RouteReading::new,
            member("route", ROUTE, RouteReading::route),
            member("split", SPLIT, RouteReading::split),
            optional("stickiness", DURATION, RouteReading::stickiness),
            member("fingerprint", TEXT, RouteReading::fingerprint),
            member("settle", DURATION, RouteReading::settle));

    static final ObjectShape<ScaleInSetting> SCALE_IN = ObjectShape.of(
            ScaleInSetting.class,
            ScaleInSetting::new,
            member("scalable", FLAG, ScaleInSetting::scalable),
            member("suspended", FLAG, ScaleInSetting::suspended));

    private static final ObjectShape<ServiceDescription.Counts> COUNTS = ObjectShape.of(
            ServiceDescription.Counts.class,
            ServiceDescription.Counts::new,
            member("desired", NUMBER, ServiceDescription.Counts::desired),
            member("pending", NUMBER, ServiceDescription.Counts::pending),
            member("running", NUMBER, ServiceDescription.Counts::running),
            member("failed", NUMBER, ServiceDescription.Counts::failed),
            member("steady", FLAG, ServiceDescription.Counts::steady));

    private static final ObjectShape<ServiceDescription.Revision> RUNNING = ObjectShape.of(
            ServiceDescription.Revision.class,
            ServiceDescription.Revision::new,
            member("revision", REVISION, ServiceDescription.Revision::revision),
            member("definition", TEXT, ServiceDescription.Revision::definition),
            member("targetGroup", GROUP, ServiceDescription.Revision::targetGroup),
            member("primary", FLAG, ServiceDescription.Revision::primary),
            optional("owner", DEPLOYMENT, ServiceDescription.Revision::owner),
            member("counts", COUNTS, ServiceDescription.Revision::counts));

    private static final ObjectShape<ServiceDescription> DESCRIPTION = ObjectShape.of(
            ServiceDescription.class,
            ServiceDescription::new,
            member("service", SERVICE, ServiceDescription::service),
            member("desiredCount", NUMBER, ServiceDescription::desiredCount),
            member("scalesRevisions", FLAG, ServiceDescription::scalesRevisions),
            member("revisions", list(RUNNING), ServiceDescription::revisions));

    private static final ObjectShape<TargetHealth.Target> TARGET = ObjectShape.of(
            TargetHealth.Target.class,
            TargetHealth.Target::new,
            member("id", TEXT, TargetHealth.Target::id),
            member("state", word(TargetHealth.State.class), TargetHealth.Target::state),
            optional("owner", REVISION, TargetHealth.Target::owner));

    private static final ObjectShape<TargetHealth> HEALTH = ObjectShape.of(
            TargetHealth.class,
            TargetHealth::new,
            member("group", GROUP, TargetHealth::group),
            member("targets", list(TARGET), TargetHealth::targets));

    private static final ObjectShape<AlarmReading> ALARMS = ObjectShape.of(
            AlarmReading.class,
            AlarmReading::of,
            member("states", map(TEXT, word(AlarmReading.State.class)), AlarmReading::states));

    /** The first journals knew no routes that are gone: there none was known to be. */
    static final ObjectShape<Readings> READINGS = ObjectShape.of(
            Readings.class,
            Readings::new,
            optional("service", DESCRIPTION, Readings::service),
            member("routes", map(ROUTE, ROUTE_READING), Readings::routes),
            since("gone", set(ROUTE), Readings::gone, Set.of()),
            member("health", map(GROUP, HEALTH), Readings::health),
            optional("alarms", ALARMS, Readings::alarms),
            optional("scaleIn", SCALE_IN, Readings::scaleIn));

    private ReadingShapes() {}

    /** A split is a map with rules of its own. */
    private static final class Split implements Shape<TrafficSplit> {
        private static final Shape<Map<TargetGroupRef, Integer>> WEIGHTS = map(GROUP, NUMBER);

        @Override
        public JsonNode write(TrafficSplit split) {
            return WEIGHTS.write(split.weights());
        }

        @Override
        public TrafficSplit read(Place place, JsonNode node) {
            try {
                return new TrafficSplit(WEIGHTS.read(place, node));
            } catch (IllegalArgumentException refused) {
                throw new MisfitException(place, String.valueOf(refused.getMessage()), refused);
            }
        }
    }
}
