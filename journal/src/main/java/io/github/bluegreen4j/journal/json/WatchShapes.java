package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Groups.list;
import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.since;
import static io.github.bluegreen4j.journal.json.References.ROUTE;
import static io.github.bluegreen4j.journal.json.Scalars.FLAG;
import static io.github.bluegreen4j.journal.json.Scalars.INSTANT;
import static io.github.bluegreen4j.journal.json.Scalars.NUMBER;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;

/** What the watches showed. */
final class WatchShapes {
    static final Choice<WatchEvent> WATCHES = new Choice<WatchEvent>("an event")
            .or(
                    "ConditionChanged",
                    ObjectShape.of(
                            WatchEvent.ConditionChanged.class,
                            WatchEvent.ConditionChanged::new,
                            member("at", INSTANT, WatchEvent.ConditionChanged::at),
                            member("watch", word(Watch.class), WatchEvent.ConditionChanged::watch),
                            member("condition", word(Watch.Condition.class), WatchEvent.ConditionChanged::condition),
                            member("seen", TEXT, WatchEvent.ConditionChanged::seen),
                            member("wanted", TEXT, WatchEvent.ConditionChanged::wanted),
                            since("reachable", FLAG, WatchEvent.ConditionChanged::reachable, true)))
            .or(
                    "GreenMissing",
                    ObjectShape.of(
                            WatchEvent.GreenMissing.class,
                            WatchEvent.GreenMissing::new,
                            member("at", INSTANT, WatchEvent.GreenMissing::at),
                            member("missing", FLAG, WatchEvent.GreenMissing::missing)))
            .or(
                    "DesiredCountRose",
                    ObjectShape.of(
                            WatchEvent.DesiredCountRose.class,
                            WatchEvent.DesiredCountRose::new,
                            member("at", INSTANT, WatchEvent.DesiredCountRose::at),
                            member("desired", NUMBER, WatchEvent.DesiredCountRose::desired)))
            .or(
                    "GreenTasksCounted",
                    ObjectShape.of(
                            WatchEvent.GreenTasksCounted.class,
                            WatchEvent.GreenTasksCounted::new,
                            member("at", INSTANT, WatchEvent.GreenTasksCounted::at),
                            member("failed", NUMBER, WatchEvent.GreenTasksCounted::failed),
                            member("healthy", NUMBER, WatchEvent.GreenTasksCounted::healthy),
                            member("forgiven", NUMBER, WatchEvent.GreenTasksCounted::forgiven)))
            .or(
                    "AlarmsIgnored",
                    ObjectShape.of(
                            WatchEvent.AlarmsIgnored.class,
                            WatchEvent.AlarmsIgnored::new,
                            member("at", INSTANT, WatchEvent.AlarmsIgnored::at),
                            member("names", list(TEXT), WatchEvent.AlarmsIgnored::names),
                            member("forGood", FLAG, WatchEvent.AlarmsIgnored::forGood)))
            .or(
                    "AlarmRearmed",
                    ObjectShape.of(
                            WatchEvent.AlarmRearmed.class,
                            WatchEvent.AlarmRearmed::new,
                            member("at", INSTANT, WatchEvent.AlarmRearmed::at),
                            member("name", TEXT, WatchEvent.AlarmRearmed::name)))
            .or(
                    "DriftFound",
                    ObjectShape.of(
                            WatchEvent.DriftFound.class,
                            WatchEvent.DriftFound::new,
                            member("at", INSTANT, WatchEvent.DriftFound::at),
                            member("route", ROUTE, WatchEvent.DriftFound::route),
                            member("seen", TEXT, WatchEvent.DriftFound::seen),
                            member("wanted", TEXT, WatchEvent.DriftFound::wanted)));

    private WatchShapes() {}
}
