package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.CommandShapes.ORIGIN;
import static io.github.bluegreen4j.journal.json.Groups.list;
import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.optional;
import static io.github.bluegreen4j.journal.json.Member.since;
import static io.github.bluegreen4j.journal.json.Scalars.INSTANT;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;
import java.util.List;

/** How a deployment turns back, stops and ends. */
final class EndShapes {
    private static final Shape<DeploymentStatus> STATUS = word(DeploymentStatus.class);

    static final Choice<ProgressEvent> ENDS = new Choice<ProgressEvent>("an event")
            .or(
                    "RollbackRequested",
                    ObjectShape.of(
                            ProgressEvent.RollbackRequested.class,
                            ProgressEvent.RollbackRequested::new,
                            member("at", INSTANT, ProgressEvent.RollbackRequested::at),
                            member("reason", TEXT, ProgressEvent.RollbackRequested::reason),
                            optional("by", ORIGIN, ProgressEvent.RollbackRequested::by)))
            .or(
                    "StopRequested",
                    ObjectShape.of(
                            ProgressEvent.StopRequested.class,
                            ProgressEvent.StopRequested::new,
                            member("at", INSTANT, ProgressEvent.StopRequested::at),
                            member("reason", TEXT, ProgressEvent.StopRequested::reason),
                            optional("by", ORIGIN, ProgressEvent.StopRequested::by)))
            .or(
                    "RollbackStarted",
                    ObjectShape.of(
                            ProgressEvent.RollbackStarted.class,
                            ProgressEvent.RollbackStarted::new,
                            member("at", INSTANT, ProgressEvent.RollbackStarted::at),
                            member("cause", word(RollbackCause.class), ProgressEvent.RollbackStarted::cause),
                            member("reason", TEXT, ProgressEvent.RollbackStarted::reason)))
            .or(
                    "RollbackInsisted",
                    ObjectShape.of(
                            ProgressEvent.RollbackInsisted.class,
                            ProgressEvent.RollbackInsisted::new,
                            member("at", INSTANT, ProgressEvent.RollbackInsisted::at)))
            .or(
                    "RollbackOverdue",
                    ObjectShape.of(
                            ProgressEvent.RollbackOverdue.class,
                            ProgressEvent.RollbackOverdue::new,
                            member("at", INSTANT, ProgressEvent.RollbackOverdue::at)))
            .or(
                    "CleanUpOverdue",
                    ObjectShape.of(
                            ProgressEvent.CleanUpOverdue.class,
                            ProgressEvent.CleanUpOverdue::new,
                            member("at", INSTANT, ProgressEvent.CleanUpOverdue::at)))
            .or(
                    "ClosingStarted",
                    ObjectShape.of(
                            ProgressEvent.ClosingStarted.class,
                            ProgressEvent.ClosingStarted::new,
                            member("at", INSTANT, ProgressEvent.ClosingStarted::at),
                            member("end", STATUS, ProgressEvent.ClosingStarted::end),
                            member("reason", TEXT, ProgressEvent.ClosingStarted::reason),
                            member("leftOvers", list(TEXT), ProgressEvent.ClosingStarted::leftOvers)))
            .or(
                    "ClosingOverdue",
                    ObjectShape.of(
                            ProgressEvent.ClosingOverdue.class,
                            ProgressEvent.ClosingOverdue::new,
                            member("at", INSTANT, ProgressEvent.ClosingOverdue::at)))
            .or(
                    "EngineStalled",
                    ObjectShape.of(
                            ProgressEvent.EngineStalled.class,
                            ProgressEvent.EngineStalled::new,
                            member("at", INSTANT, ProgressEvent.EngineStalled::at),
                            member("since", INSTANT, ProgressEvent.EngineStalled::since)))
            .or(
                    "EndObserved",
                    ObjectShape.of(
                            ProgressEvent.EndObserved.class,
                            ProgressEvent.EndObserved::new,
                            member("at", INSTANT, ProgressEvent.EndObserved::at),
                            member("serving", list(TEXT), ProgressEvent.EndObserved::serving),
                            member("warnings", list(TEXT), ProgressEvent.EndObserved::warnings)))
            .or(
                    "EngineResumed",
                    ObjectShape.of(
                            ProgressEvent.EngineResumed.class,
                            ProgressEvent.EngineResumed::new,
                            member("at", INSTANT, ProgressEvent.EngineResumed::at),
                            member("lastAlive", INSTANT, ProgressEvent.EngineResumed::lastAlive),
                            member("quietAt", INSTANT, ProgressEvent.EngineResumed::quietAt),
                            optional("lateUntil", INSTANT, ProgressEvent.EngineResumed::lateUntil)))
            .or(
                    "InvariantBroken",
                    ObjectShape.of(
                            ProgressEvent.InvariantBroken.class,
                            ProgressEvent.InvariantBroken::new,
                            member("at", INSTANT, ProgressEvent.InvariantBroken::at),
                            member("names", list(TEXT), ProgressEvent.InvariantBroken::names),
                            member("refused", TEXT, ProgressEvent.InvariantBroken::refused)))
            .or(
                    "DeploymentEnded",
                    ObjectShape.of(
                            ProgressEvent.DeploymentEnded.class,
                            ProgressEvent.DeploymentEnded::new,
                            member("at", INSTANT, ProgressEvent.DeploymentEnded::at),
                            member("status", STATUS, ProgressEvent.DeploymentEnded::status),
                            member("reason", TEXT, ProgressEvent.DeploymentEnded::reason),
                            member("leftOvers", list(TEXT), ProgressEvent.DeploymentEnded::leftOvers),
                            since("serving", list(TEXT), ProgressEvent.DeploymentEnded::serving, List.of()),
                            since("warnings", list(TEXT), ProgressEvent.DeploymentEnded::warnings, List.of())));

    private EndShapes() {}
}
