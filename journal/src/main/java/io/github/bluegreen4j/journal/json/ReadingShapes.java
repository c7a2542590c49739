package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Groups.list;
import static io.github.bluegreen4j.journal.json.Groups.map;
import static io.github.bluegreen4j.journal.json.Groups.set;
import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.optional;
import static io.github.bluegreen4j.journal.json.Member.since;
import static io.github.bluegreen4j.journal.json.References.DEPLOYMENT;
import static io.github.bluegreen4j.journal.json.References.GROUP;
import static io.github.bluegreen4j.journal.json.References.PROBLEM;
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
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    static final ObjectShape<ServiceDescription.Counts> COUNTS = ObjectShape.of(
            ServiceDescription.Counts.class,
            ServiceDescription.Counts::new,
            member("desired", NUMBER, ServiceDescription.Counts::desired),
            member("pending", NUMBER, ServiceDescription.Counts::pending),
            member("running", NUMBER, ServiceDescription.Counts::running),
            member("failed", NUMBER, ServiceDescription.Counts::failed),
            member("steady", FLAG, ServiceDescription.Counts::steady));

    static final ObjectShape<ServiceDescription.Revision> RUNNING = running();

    private static ObjectShape<ServiceDescription.Revision> running() {
        Member<ServiceDescription.Revision, RevisionRef> revision =
                member("revision", REVISION, ServiceDescription.Revision::revision);
        Member<ServiceDescription.Revision, String> definition =
                member("definition", TEXT, ServiceDescription.Revision::definition);
        Member<ServiceDescription.Revision, TargetGroupRef> group =
                member("targetGroup", GROUP, ServiceDescription.Revision::targetGroup);
        Member<ServiceDescription.Revision, Boolean> primary =
                member("primary", FLAG, ServiceDescription.Revision::primary);
        Member<ServiceDescription.Revision, Optional<DeploymentId>> owner =
                optional("owner", DEPLOYMENT, ServiceDescription.Revision::owner);
        Member<ServiceDescription.Revision, ServiceDescription.Counts> counts =
                member("counts", COUNTS, ServiceDescription.Revision::counts);
        Member<ServiceDescription.Revision, List<String>> failures =
                since("failures", list(TEXT), ServiceDescription.Revision::failures, List.of());
        return ObjectShape.of(
                ServiceDescription.Revision.class,
                in -> new ServiceDescription.Revision(
                        in.get(revision),
                        in.get(definition),
                        in.get(group),
                        in.get(primary),
                        in.get(owner),
                        in.get(counts),
                        in.get(failures)),
                List.of(revision, definition, group, primary, owner, counts, failures));
    }

    static final ObjectShape<ServiceDescription> DESCRIPTION = ObjectShape.of(
            ServiceDescription.class,
            ServiceDescription::new,
            member("service", SERVICE, ServiceDescription::service),
            member("desiredCount", NUMBER, ServiceDescription::desiredCount),
            member("scalesRevisions", FLAG, ServiceDescription::scalesRevisions),
            member("revisions", list(RUNNING), ServiceDescription::revisions));

    static final ObjectShape<TargetHealth.Target> TARGET = ObjectShape.of(
            TargetHealth.Target.class,
            TargetHealth.Target::new,
            member("id", TEXT, TargetHealth.Target::id),
            member("state", word(TargetHealth.State.class), TargetHealth.Target::state),
            optional("owner", REVISION, TargetHealth.Target::owner),
            since("reason", TEXT, TargetHealth.Target::reason, ""));

    static final ObjectShape<TargetHealth> HEALTH = ObjectShape.of(
            TargetHealth.class,
            TargetHealth::new,
            member("group", GROUP, TargetHealth::group),
            member("targets", list(TARGET), TargetHealth::targets));

    static final ObjectShape<AlarmReading> ALARMS = ObjectShape.of(
            AlarmReading.class,
            AlarmReading::of,
            member("states", map(TEXT, word(AlarmReading.State.class)), AlarmReading::states));

    /** The kind and the identity: {@code ROUTE:prod}. */
    static final Shape<Readings.Subject> SUBJECT = Scalars.named(ReadingShapes::subject, ReadingShapes::text);

    private static Readings.Subject subject(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not a kind, a colon and an identity");
        }
        return new Readings.Subject(Readings.Subject.Kind.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }

    private static String text(Readings.Subject subject) {
        return subject.kind() + ":" + subject.id();
    }

    /** The first journals kept no problems, and no routes of others. */
    static final ObjectShape<Readings> READINGS = readings();

    private static ObjectShape<Readings> readings() {
        Member<Readings, Optional<ServiceDescription>> service = optional("service", DESCRIPTION, Readings::service);
        Member<Readings, Map<RouteRef, RouteReading>> routes =
                member("routes", map(ROUTE, ROUTE_READING), Readings::routes);
        Member<Readings, Map<TargetGroupRef, TargetHealth>> health =
                member("health", map(GROUP, HEALTH), Readings::health);
        Member<Readings, Optional<AlarmReading>> alarms = optional("alarms", ALARMS, Readings::alarms);
        Member<Readings, Optional<ScaleInSetting>> scaleIn = optional("scaleIn", SCALE_IN, Readings::scaleIn);
        Member<Readings, Optional<Set<RouteRef>>> users = optional("users", set(ROUTE), Readings::users);
        Member<Readings, Map<Readings.Subject, Problem>> problems =
                since("problems", map(SUBJECT, PROBLEM), Readings::problems, Map.of());
        return ObjectShape.of(
                Readings.class,
                in -> new Readings(
                        in.get(service),
                        in.get(routes),
                        in.get(health),
                        in.get(alarms),
                        in.get(scaleIn),
                        in.get(users),
                        in.get(problems)),
                List.of(service, routes, health, alarms, scaleIn, users, problems));
    }

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
