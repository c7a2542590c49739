package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.OwnedAttribute;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.report.PreflightReport;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What programs read, an object a line. Names are kept; every name is always there, with null where there is nothing. */
final class JsonLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLines() {}

    /** A deployment as it stands, in the names of ECS's {@code ServiceDeployment} where it has one. */
    static String description(DeploymentDescription view) {
        return line(node(view));
    }

    /** The same when a command leaves it: whether it had ended before the command began, and the stage at which it is left. */
    static String ending(DeploymentDescription view, boolean replayed, Optional<LifecycleStage> reached) {
        return line(node(view).put("replayed", replayed).put("reached", text(reached)));
    }

    private static ObjectNode node(DeploymentDescription view) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("deployment", view.deployment().value())
                .put("service", view.service().toString())
                .put("status", view.status().name())
                .put("statusReason", view.statusReason())
                .put("lifecycleStage", text(view.lifecycleStage()))
                .put("step", view.step())
                .put("createdAt", text(view.createdAt()))
                .put("endedAt", text(view.endedAt()))
                .put("sourceRevision", text(view.sourceRevision()))
                .put("targetRevision", text(view.targetRevision()))
                .put("greenProductionWeight", view.greenProductionWeight())
                .put("triggeredAlarms", view.triggeredAlarms());
        node.putObject("circuitBreaker")
                .put("failureCount", view.circuitBreaker().failureCount())
                .put("threshold", view.circuitBreaker().threshold());
        view.rollback()
                .ifPresentOrElse(
                        rollback -> node.putObject("rollback")
                                .put("cause", rollback.cause().name())
                                .put("reason", rollback.reason())
                                .put("startedAt", rollback.startedAt().toString()),
                        () -> node.putNull("rollback"));
        ArrayNode hooks = node.putArray("hooks");
        view.hooks().forEach(hook -> hooks.add(hook(hook)));
        texts(node.putArray("waitingFor"), view.waitingFor());
        node.put("nextDeadline", text(view.nextDeadline()));
        texts(node.putArray("leftOvers"), view.leftOvers());
        texts(node.putArray("serving"), view.serving());
        texts(node.putArray("warnings"), view.warnings());
        origin(node, "orderedBy", view.orderedBy());
        origin(node, "requestedBy", view.requestedBy());
        view.analysis()
                .ifPresentOrElse(last -> analysis(node.putObject("analysis"), last), () -> node.putNull("analysis"));
        return node;
    }

    /** What the metrics last said, in the names of {@link Judgement}. */
    private static void analysis(ObjectNode node, DeploymentDescription.Analysis last) {
        Judgement judgement = last.judgement();
        node.put("at", last.at().toString())
                .put("answer", judgement.answer().name())
                .put("step", judgement.step())
                .put("points", judgement.points());
        ArrayNode metrics = node.putArray("metrics");
        judgement
                .metrics()
                .forEach(metric -> metrics.addObject()
                        .put("metric", metric.metric().name())
                        .put("answer", metric.answer().name())
                        .put("blue", metric.blue())
                        .put("green", metric.green())
                        .put("requests", metric.requests())
                        .put("worse", metric.worse())
                        .put("worseAt", metric.worseAt())
                        .put("notWorse", metric.notWorse())
                        .put("notWorseAt", metric.notWorseAt()));
    }

    /** What a deployment would do, in the names of {@link Plan}. Durations are in ISO 8601. */
    static String plan(Plan plan) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("service", plan.service().toString())
                .put("revision", text(plan.revision()))
                .put("blue", text(plan.blue()))
                .put("end", plan.end().name())
                .put("reason", plan.reason())
                .put("refused", plan.isRefused())
                .put("reconciles", plan.reconciles())
                .put("tasksBefore", plan.tasksBefore())
                .put("tasksAtPeak", plan.tasksAtPeak())
                .put("shortest", plan.shortest().toString())
                .put("longest", plan.longest().toString());
        changes(node, plan.changes());
        ArrayNode stages = node.putArray("stages");
        plan.stages().forEach(stage -> stage(stage, stages.addObject()));
        texts(node.putArray("atEnd"), plan.atEnd());
        ObjectNode calls = node.putObject("calls");
        new TreeMap<>(plan.calls()).forEach(calls::put);
        ArrayNode requests = node.putArray("requests");
        plan.requests()
                .forEach(api -> requests.addObject()
                        .put("api", api.api())
                        .put("total", api.total())
                        .put("busiestMinute", api.busiestMinute())
                        .put("perMinute", api.perMinute()));
        texts(node.putArray("leftOvers"), plan.leftOvers());
        node.put("line", text(plan.line()));
        return line(node);
    }

    private static void changes(ObjectNode node, List<RevisionChange> all) {
        ArrayNode changes = node.putArray("changes");
        all.forEach(change -> changes.addObject()
                .put("what", change.what())
                .put("before", text(change.before()))
                .put("after", text(change.after())));
    }

    /** One attribute that deployments change, in the names of {@link OwnedAttribute}. */
    static String owned(OwnedAttribute owned) {
        return line(MAPPER.createObjectNode()
                .put("resource", owned.resource())
                .put("attribute", owned.attribute())
                .put("change", owned.change())
                .put("terraform", owned.terraform())
                .put("cloudFormation", owned.cloudFormation()));
    }

    /** What a preflight found, in the names of {@link PreflightReport}. */
    static String preflight(PreflightReport report) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("service", report.service().toString())
                .put("revision", text(report.revision()))
                .put("refused", report.hasErrors());
        changes(node, report.changes());
        ArrayNode findings = node.putArray("findings");
        report.findings()
                .forEach(finding -> findings.addObject()
                        .put("check", finding.check())
                        .put("severity", finding.severity().name())
                        .put("field", finding.field())
                        .put("value", finding.value())
                        .put("seen", finding.seen())
                        .put("wanted", finding.wanted())
                        .put("remedy", finding.remedy())
                        .put("command", text(finding.command()))
                        .put("waivedBy", text(finding.waivedBy())));
        return line(node);
    }

    private static void stage(Plan.Stage stage, ObjectNode node) {
        node.put("stage", stage.stage().name())
                .put("step", stage.step())
                .put("greenShare", stage.greenShare().toString())
                .put("shortest", stage.shortest().toString())
                .put("longest", stage.longest().toString());
        texts(node.putArray("writes"), stage.writes());
        ArrayNode conditions = node.putArray("conditions");
        stage.conditions()
                .forEach(condition -> conditions
                        .addObject()
                        .put("name", condition.name())
                        .put("wanted", condition.wanted())
                        .put("otherwise", condition.otherwise().name()));
        ArrayNode policies = node.putArray("policies");
        stage.policies().forEach(question -> {
            ObjectNode asked = policies.addObject()
                    .put("route", question.route().id())
                    .put("greenShare", question.greenShare().toString());
            ObjectNode answers = asked.putObject("answers");
            question.answers()
                    .forEach((name, answer) -> answers.putObject(name)
                            .put("kind", answer.kind().name())
                            .put("reason", answer.reason())
                            .put("until", text(answer.until())));
        });
        durations(node.putObject("hooks"), stage.hooks());
        durations(node.putObject("pauses"), stage.pauses());
        ObjectNode approvals = node.putObject("approvals");
        stage.approvals().forEach((pause, asked) -> {
            texts(approvals.putObject(pause).put("needed", asked.needed()).putArray("approvers"), asked.approvers());
        });
        durations(node.putObject("limits"), stage.bounds());
        stage.wayBack()
                .ifPresentOrElse(
                        back -> texts(
                                node.putObject("wayBack")
                                        .put("shortest", back.shortest().toString())
                                        .put("longest", back.longest().toString())
                                        .put("end", back.end().name())
                                        .putArray("writes"),
                                back.writes()),
                        () -> node.putNull("wayBack"));
    }

    private static void durations(ObjectNode node, Map<String, Duration> durations) {
        durations.forEach((name, duration) -> node.put(name, duration.toString()));
    }

    /** Why a deployment is where it is, in the names of {@link Explanation}. */
    static String explanation(Explanation explanation) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("deployment", explanation.deployment().value())
                .put("service", explanation.service().toString())
                .put("status", explanation.status().name())
                .put("sentence", explanation.sentence());
        ArrayNode waits = node.putArray("waits");
        explanation
                .waits()
                .forEach(wait -> waits.addObject()
                        .put("kind", wait.kind().name())
                        .put("what", wait.what())
                        .put("since", text(wait.since()))
                        .put("until", text(wait.until()))
                        .put("then", wait.then())
                        .put("unblock", wait.unblock()));
        ArrayNode deadlines = node.putArray("deadlines");
        explanation
                .deadlines()
                .forEach(deadline -> deadlines
                        .addObject()
                        .put("name", deadline.name())
                        .put("at", deadline.at().toString())
                        .put("then", deadline.then()));
        ArrayNode commands = node.putArray("commands");
        explanation.commands().forEach(command -> {
            ObjectNode said = commands.addObject()
                    .put("command", command.command())
                    .put("pause", text(command.pause()))
                    .put("hookId", text(command.hookId()))
                    .put("allowed", command.allowed())
                    .put("answer", command.answer());
            texts(said.putArray("actors"), command.actors());
        });
        return line(node);
    }

    /** Whether the line is stopped. */
    static String lineOf(Journal.Line stopped) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("stopped", stopped.stopped()).put("reason", stopped.reason());
        origin(node, "by", Optional.of(stopped.by()));
        return line(node);
    }

    private static void origin(ObjectNode node, String name, Optional<Command.Origin> origin) {
        origin.ifPresentOrElse(
                by -> node.putObject(name)
                        .put("actor", by.actor())
                        .put("at", by.at().toString()),
                () -> node.putNull(name));
    }

    private static ObjectNode hook(DeploymentDescription.Hook hook) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("hookId", hook.hookId())
                .put("name", hook.name())
                .put("lifecycleStage", hook.stage().name())
                .put("status", hook.status())
                .put("expiresAt", hook.expiresAt().toString())
                .put("timeoutAction", hook.timeoutAction().name());
        hook.approvals().ifPresent(asked -> {
            ObjectNode approvals = node.putObject("approvals").put("needed", asked.needed());
            texts(approvals.putArray("approvers"), asked.approvers());
            ArrayNode given = approvals.putArray("given");
            asked.given()
                    .forEach(one -> given.addObject()
                            .put("approver", one.approver())
                            .put("actor", one.actor())
                            .put("at", one.at().toString()));
        });
        return node;
    }

    /** An event with its place in the journal, for people in a few words ({@code text}) and as the journal keeps it. */
    static String event(DeploymentId deployment, long version, DeploymentEvent event, String text) {
        try {
            ObjectNode node = MAPPER.createObjectNode()
                    .put("deployment", deployment.value())
                    .put("version", version)
                    .put("at", event.at().toString())
                    .put("type", event.getClass().getSimpleName())
                    .put("text", text);
            node.set("event", MAPPER.readTree(JournalCodec.standard().encode(event)));
            return line(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** How a command was answered; {@code accepted} is null while it was not. */
    static String answer(
            DeploymentId deployment, String command, String commandId, Optional<Deployment.CommandAnswer> answer) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("deployment", deployment.value())
                .put("command", command)
                .put("commandId", commandId);
        answer.ifPresentOrElse(
                given -> node.put("accepted", given.accepted()).put("answer", given.text()),
                () -> node.putNull("accepted").putNull("answer"));
        return line(node);
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static String line(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
