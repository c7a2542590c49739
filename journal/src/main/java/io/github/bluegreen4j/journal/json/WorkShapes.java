package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.EffectShapes.EFFECT;
import static io.github.bluegreen4j.journal.json.EffectShapes.RESOURCE;
import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.since;
import static io.github.bluegreen4j.journal.json.ReadingShapes.ROUTE_READING;
import static io.github.bluegreen4j.journal.json.ReadingShapes.SCALE_IN;
import static io.github.bluegreen4j.journal.json.References.PROBLEM;
import static io.github.bluegreen4j.journal.json.References.REVISION;
import static io.github.bluegreen4j.journal.json.References.ROLE;
import static io.github.bluegreen4j.journal.json.References.ROUTE;
import static io.github.bluegreen4j.journal.json.Scalars.INSTANT;
import static io.github.bluegreen4j.journal.json.Scalars.NUMBER;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.WorkEvent;
import java.time.Instant;

/** What was owed to the world, and what came of it. */
final class WorkShapes {
    static final Choice<WorkEvent> WORK = new Choice<WorkEvent>("an event")
            .or(
                    "WorkOwed",
                    ObjectShape.of(
                            WorkEvent.WorkOwed.class,
                            WorkEvent.WorkOwed::new,
                            member("at", INSTANT, WorkEvent.WorkOwed::at),
                            member("effect", EFFECT, WorkEvent.WorkOwed::effect)))
            .or(
                    "WorkWithdrawn",
                    ObjectShape.of(
                            WorkEvent.WorkWithdrawn.class,
                            WorkEvent.WorkWithdrawn::new,
                            member("at", INSTANT, WorkEvent.WorkWithdrawn::at),
                            member("effect", EFFECT, WorkEvent.WorkWithdrawn::effect),
                            member("quietAt", INSTANT, WorkEvent.WorkWithdrawn::quietAt)))
            .or(
                    "WorkUncertain",
                    ObjectShape.of(
                            WorkEvent.WorkUncertain.class,
                            WorkEvent.WorkUncertain::new,
                            member("at", INSTANT, WorkEvent.WorkUncertain::at),
                            member("effect", EFFECT, WorkEvent.WorkUncertain::effect),
                            member("problem", PROBLEM, WorkEvent.WorkUncertain::problem),
                            member("quietAt", INSTANT, WorkEvent.WorkUncertain::quietAt)))
            .or(
                    "ResourceQuieted",
                    ObjectShape.of(
                            WorkEvent.ResourceQuieted.class,
                            WorkEvent.ResourceQuieted::new,
                            member("at", INSTANT, WorkEvent.ResourceQuieted::at),
                            member("resource", RESOURCE, WorkEvent.ResourceQuieted::resource)))
            .or(
                    "WorkWaiting",
                    ObjectShape.of(
                            WorkEvent.WorkWaiting.class,
                            WorkEvent.WorkWaiting::new,
                            member("at", INSTANT, WorkEvent.WorkWaiting::at),
                            member("effect", EFFECT, WorkEvent.WorkWaiting::effect),
                            member("gate", word(Gate.class), WorkEvent.WorkWaiting::gate),
                            member("seen", TEXT, WorkEvent.WorkWaiting::seen),
                            member("wanted", TEXT, WorkEvent.WorkWaiting::wanted)))
            .or(
                    "WorkRefused",
                    ObjectShape.of(
                            WorkEvent.WorkRefused.class,
                            WorkEvent.WorkRefused::new,
                            member("at", INSTANT, WorkEvent.WorkRefused::at),
                            member("effect", EFFECT, WorkEvent.WorkRefused::effect),
                            member("problem", PROBLEM, WorkEvent.WorkRefused::problem)))
            .or(
                    "ScaleInRead",
                    ObjectShape.of(
                            WorkEvent.ScaleInRead.class,
                            WorkEvent.ScaleInRead::new,
                            member("at", INSTANT, WorkEvent.ScaleInRead::at),
                            member("setting", SCALE_IN, WorkEvent.ScaleInRead::setting)))
            .or(
                    "ScaleInSuspended",
                    ObjectShape.of(
                            WorkEvent.ScaleInSuspended.class,
                            WorkEvent.ScaleInSuspended::new,
                            member("at", INSTANT, WorkEvent.ScaleInSuspended::at)))
            .or(
                    "ScaleInRestored",
                    ObjectShape.of(
                            WorkEvent.ScaleInRestored.class,
                            WorkEvent.ScaleInRestored::new,
                            member("at", INSTANT, WorkEvent.ScaleInRestored::at)))
            .or(
                    "RevisionLaunched",
                    ObjectShape.of(
                            WorkEvent.RevisionLaunched.class,
                            WorkEvent.RevisionLaunched::new,
                            member("at", INSTANT, WorkEvent.RevisionLaunched::at),
                            member("revision", REVISION, WorkEvent.RevisionLaunched::revision)))
            .or(
                    "RevisionScaled",
                    ObjectShape.of(
                            WorkEvent.RevisionScaled.class,
                            WorkEvent.RevisionScaled::new,
                            member("at", INSTANT, WorkEvent.RevisionScaled::at),
                            member("role", ROLE, WorkEvent.RevisionScaled::role),
                            member("desired", NUMBER, WorkEvent.RevisionScaled::desired)))
            .or(
                    "RouteShifted",
                    ObjectShape.of(
                            WorkEvent.RouteShifted.class,
                            WorkEvent.RouteShifted::new,
                            member("at", INSTANT, WorkEvent.RouteShifted::at),
                            member("reading", ROUTE_READING, WorkEvent.RouteShifted::reading),
                            member("settlesAt", INSTANT, WorkEvent.RouteShifted::settlesAt)))
            .or(
                    "RouteSettled",
                    ObjectShape.of(
                            WorkEvent.RouteSettled.class,
                            WorkEvent.RouteSettled::new,
                            member("at", INSTANT, WorkEvent.RouteSettled::at),
                            member("route", ROUTE, WorkEvent.RouteSettled::route)))
            .or(
                    "RouteRestored",
                    ObjectShape.of(
                            WorkEvent.RouteRestored.class,
                            WorkEvent.RouteRestored::new,
                            member("at", INSTANT, WorkEvent.RouteRestored::at),
                            member("reading", ROUTE_READING, WorkEvent.RouteRestored::reading),
                            since("settlesAt", INSTANT, WorkEvent.RouteRestored::settlesAt, Instant.EPOCH)))
            .or(
                    "RouteLeftAlone",
                    ObjectShape.of(
                            WorkEvent.RouteLeftAlone.class,
                            WorkEvent.RouteLeftAlone::new,
                            member("at", INSTANT, WorkEvent.RouteLeftAlone::at),
                            member("route", ROUTE, WorkEvent.RouteLeftAlone::route),
                            member("why", TEXT, WorkEvent.RouteLeftAlone::why)))
            .or(
                    "PrimaryMade",
                    ObjectShape.of(
                            WorkEvent.PrimaryMade.class,
                            WorkEvent.PrimaryMade::new,
                            member("at", INSTANT, WorkEvent.PrimaryMade::at)))
            .or(
                    "RevisionRetired",
                    ObjectShape.of(
                            WorkEvent.RevisionRetired.class,
                            WorkEvent.RevisionRetired::new,
                            member("at", INSTANT, WorkEvent.RevisionRetired::at),
                            member("role", ROLE, WorkEvent.RevisionRetired::role)))
            .or(
                    "LeftOverRetired",
                    ObjectShape.of(
                            WorkEvent.LeftOverRetired.class,
                            WorkEvent.LeftOverRetired::new,
                            member("at", INSTANT, WorkEvent.LeftOverRetired::at),
                            member("revision", REVISION, WorkEvent.LeftOverRetired::revision)));

    private WorkShapes() {}
}
