package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.CommandShapes.ORIGIN;
import static io.github.bluegreen4j.journal.json.Groups.list;
import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.optional;
import static io.github.bluegreen4j.journal.json.Member.unless;
import static io.github.bluegreen4j.journal.json.ReadingShapes.READINGS;
import static io.github.bluegreen4j.journal.json.References.DEPLOYMENT;
import static io.github.bluegreen4j.journal.json.References.REVISION;
import static io.github.bluegreen4j.journal.json.References.ROLES;
import static io.github.bluegreen4j.journal.json.Scalars.DURATION;
import static io.github.bluegreen4j.journal.json.Scalars.FLAG;
import static io.github.bluegreen4j.journal.json.Scalars.INSTANT;
import static io.github.bluegreen4j.journal.json.Scalars.NUMBER;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.SpecShapes.PLANNED_STAGE;
import static io.github.bluegreen4j.journal.json.SpecShapes.SPEC;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.InvalidSpecException;

/** How a deployment begins and gets on. */
final class ForwardShapes {
    static final ObjectShape<InvalidSpecException.Fault> FAULT = ObjectShape.of(
            InvalidSpecException.Fault.class,
            InvalidSpecException.Fault::new,
            member("field", TEXT, InvalidSpecException.Fault::field),
            member("value", TEXT, InvalidSpecException.Fault::value),
            unless("wrong", TEXT, InvalidSpecException.Fault::wrong, InvalidSpecException.Fault.NOT_ALLOWED),
            member("allowed", TEXT, InvalidSpecException.Fault::allowed));

    static final Choice<ProgressEvent> FORWARD = new Choice<ProgressEvent>("an event")
            .or(
                    "DeploymentCreated",
                    ObjectShape.of(
                            ProgressEvent.DeploymentCreated.class,
                            ProgressEvent.DeploymentCreated::new,
                            member("at", INSTANT, ProgressEvent.DeploymentCreated::at),
                            member("deployment", DEPLOYMENT, ProgressEvent.DeploymentCreated::deployment),
                            member("spec", SPEC, ProgressEvent.DeploymentCreated::spec),
                            optional("by", ORIGIN, ProgressEvent.DeploymentCreated::by)))
            .or(
                    "DeploymentAdmitted",
                    ObjectShape.of(
                            ProgressEvent.DeploymentAdmitted.class,
                            ProgressEvent.DeploymentAdmitted::new,
                            member("at", INSTANT, ProgressEvent.DeploymentAdmitted::at)))
            .or(
                    "DeploymentRefused",
                    ObjectShape.of(
                            ProgressEvent.DeploymentRefused.class,
                            ProgressEvent.DeploymentRefused::new,
                            member("at", INSTANT, ProgressEvent.DeploymentRefused::at),
                            member("faults", list(FAULT), ProgressEvent.DeploymentRefused::faults)))
            .or(
                    "DeploymentStarted",
                    ObjectShape.of(
                            ProgressEvent.DeploymentStarted.class,
                            ProgressEvent.DeploymentStarted::new,
                            member("at", INSTANT, ProgressEvent.DeploymentStarted::at),
                            member("readings", READINGS, ProgressEvent.DeploymentStarted::readings),
                            member("roles", ROLES, ProgressEvent.DeploymentStarted::roles),
                            member("desiredCount", NUMBER, ProgressEvent.DeploymentStarted::desiredCount),
                            member("plan", list(PLANNED_STAGE), ProgressEvent.DeploymentStarted::plan)))
            .or(
                    "ReconciliationChosen",
                    ObjectShape.of(
                            ProgressEvent.ReconciliationChosen.class,
                            ProgressEvent.ReconciliationChosen::new,
                            member("at", INSTANT, ProgressEvent.ReconciliationChosen::at),
                            member("readings", READINGS, ProgressEvent.ReconciliationChosen::readings),
                            member("roles", ROLES, ProgressEvent.ReconciliationChosen::roles),
                            member("moveTraffic", FLAG, ProgressEvent.ReconciliationChosen::moveTraffic),
                            member("retire", list(REVISION), ProgressEvent.ReconciliationChosen::retire)))
            .or(
                    "ServiceReconciled",
                    ObjectShape.of(
                            ProgressEvent.ServiceReconciled.class,
                            ProgressEvent.ServiceReconciled::new,
                            member("at", INSTANT, ProgressEvent.ServiceReconciled::at),
                            member("readings", READINGS, ProgressEvent.ServiceReconciled::readings),
                            member("roles", ROLES, ProgressEvent.ServiceReconciled::roles)))
            .or(
                    "StageEntered",
                    ObjectShape.of(
                            ProgressEvent.StageEntered.class,
                            ProgressEvent.StageEntered::new,
                            member("at", INSTANT, ProgressEvent.StageEntered::at),
                            member("position", NUMBER, ProgressEvent.StageEntered::position)))
            .or(
                    "BakeStarted",
                    ObjectShape.of(
                            ProgressEvent.BakeStarted.class,
                            ProgressEvent.BakeStarted::new,
                            member("at", INSTANT, ProgressEvent.BakeStarted::at),
                            member("endsAt", INSTANT, ProgressEvent.BakeStarted::endsAt)))
            .or(
                    "BakePaused",
                    ObjectShape.of(
                            ProgressEvent.BakePaused.class,
                            ProgressEvent.BakePaused::new,
                            member("at", INSTANT, ProgressEvent.BakePaused::at),
                            member("remaining", DURATION, ProgressEvent.BakePaused::remaining)))
            .or(
                    "BakeEnded",
                    ObjectShape.of(
                            ProgressEvent.BakeEnded.class,
                            ProgressEvent.BakeEnded::new,
                            member("at", INSTANT, ProgressEvent.BakeEnded::at),
                            member("skipped", FLAG, ProgressEvent.BakeEnded::skipped)))
            .or(
                    "CleanUpGateOpened",
                    ObjectShape.of(
                            ProgressEvent.CleanUpGateOpened.class,
                            ProgressEvent.CleanUpGateOpened::new,
                            member("at", INSTANT, ProgressEvent.CleanUpGateOpened::at),
                            member("readings", READINGS, ProgressEvent.CleanUpGateOpened::readings)))
            .or(
                    "DrainStarted",
                    ObjectShape.of(
                            ProgressEvent.DrainStarted.class,
                            ProgressEvent.DrainStarted::new,
                            member("at", INSTANT, ProgressEvent.DrainStarted::at),
                            member("endsAt", INSTANT, ProgressEvent.DrainStarted::endsAt)))
            .or(
                    "DrainEnded",
                    ObjectShape.of(
                            ProgressEvent.DrainEnded.class,
                            ProgressEvent.DrainEnded::new,
                            member("at", INSTANT, ProgressEvent.DrainEnded::at)))
            .or(
                    "CommandAnswered",
                    ObjectShape.of(
                            ProgressEvent.CommandAnswered.class,
                            ProgressEvent.CommandAnswered::new,
                            member("at", INSTANT, ProgressEvent.CommandAnswered::at),
                            member("commandId", TEXT, ProgressEvent.CommandAnswered::commandId),
                            member("accepted", FLAG, ProgressEvent.CommandAnswered::accepted),
                            member("answer", TEXT, ProgressEvent.CommandAnswered::answer),
                            optional("by", ORIGIN, ProgressEvent.CommandAnswered::by)));

    private ForwardShapes() {}
}
