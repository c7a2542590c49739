package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.References.EXECUTION;
import static io.github.bluegreen4j.journal.json.Scalars.FLAG;
import static io.github.bluegreen4j.journal.json.Scalars.INSTANT;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;
import static io.github.bluegreen4j.journal.json.SpecShapes.ACTION;
import static io.github.bluegreen4j.journal.json.SpecShapes.DETAILS;

import io.github.bluegreen4j.event.HookEvent;

/** What became of the hooks and pauses. */
final class HookShapes {
    static final Choice<HookEvent> HOOKS = new Choice<HookEvent>("an event")
            .or(
                    "HookStarted",
                    ObjectShape.of(
                            HookEvent.HookStarted.class,
                            HookEvent.HookStarted::new,
                            member("at", INSTANT, HookEvent.HookStarted::at),
                            member("execution", EXECUTION, HookEvent.HookStarted::execution),
                            member("awaitsAction", FLAG, HookEvent.HookStarted::awaitsAction),
                            member("expiresAt", INSTANT, HookEvent.HookStarted::expiresAt)))
            .or(
                    "HookProgressed",
                    ObjectShape.of(
                            HookEvent.HookProgressed.class,
                            HookEvent.HookProgressed::new,
                            member("at", INSTANT, HookEvent.HookProgressed::at),
                            member("execution", EXECUTION, HookEvent.HookProgressed::execution),
                            member("details", DETAILS, HookEvent.HookProgressed::details)))
            .or(
                    "HookSucceeded",
                    ObjectShape.of(
                            HookEvent.HookSucceeded.class,
                            HookEvent.HookSucceeded::new,
                            member("at", INSTANT, HookEvent.HookSucceeded::at),
                            member("execution", EXECUTION, HookEvent.HookSucceeded::execution),
                            member("why", TEXT, HookEvent.HookSucceeded::why)))
            .or(
                    "HookFailed",
                    ObjectShape.of(
                            HookEvent.HookFailed.class,
                            HookEvent.HookFailed::new,
                            member("at", INSTANT, HookEvent.HookFailed::at),
                            member("execution", EXECUTION, HookEvent.HookFailed::execution),
                            member("failure", word(HookEvent.Failure.class), HookEvent.HookFailed::failure),
                            member("reason", TEXT, HookEvent.HookFailed::reason)))
            .or(
                    "HookTimedOut",
                    ObjectShape.of(
                            HookEvent.HookTimedOut.class,
                            HookEvent.HookTimedOut::new,
                            member("at", INSTANT, HookEvent.HookTimedOut::at),
                            member("execution", EXECUTION, HookEvent.HookTimedOut::execution),
                            member("action", ACTION, HookEvent.HookTimedOut::action)));

    private HookShapes() {}
}
