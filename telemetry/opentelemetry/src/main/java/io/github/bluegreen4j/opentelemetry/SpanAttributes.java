package io.github.bluegreen4j.opentelemetry;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The attributes of spans. Those that begin with {@code deployment.} are of OpenTelemetry's semantic conventions ("Deployment
 * attributes"); what they have no name for begins with {@code bluegreen4j.}.
 */
final class SpanAttributes {
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("bluegreen4j.outcome");
    private static final AttributeKey<String> ID = AttributeKey.stringKey("deployment.id");
    private static final AttributeKey<String> NAME = AttributeKey.stringKey("deployment.name");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("deployment.status");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("bluegreen4j.service");
    private static final AttributeKey<String> CLUSTER = AttributeKey.stringKey("bluegreen4j.cluster");
    private static final AttributeKey<String> REVISION = AttributeKey.stringKey("bluegreen4j.revision");
    private static final AttributeKey<String> ORDERED_BY = AttributeKey.stringKey("bluegreen4j.ordered_by");
    private static final AttributeKey<String> END = AttributeKey.stringKey("bluegreen4j.status");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("bluegreen4j.reason");
    private static final AttributeKey<List<String>> LEFT_OVERS = AttributeKey.stringArrayKey("bluegreen4j.left_overs");
    private static final AttributeKey<Long> STEP = AttributeKey.longKey("bluegreen4j.step");
    private static final AttributeKey<Double> SHARE = AttributeKey.doubleKey("bluegreen4j.green_share");
    private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("bluegreen4j.rollback.cause");
    private static final AttributeKey<String> EXECUTION = AttributeKey.stringKey("bluegreen4j.hook");
    private static final AttributeKey<String> RESOURCE = AttributeKey.stringKey("bluegreen4j.resource");

    private SpanAttributes() {}

    static Attributes of(ProgressEvent.DeploymentCreated created) {
        ServiceRef service = created.spec().service();
        AttributesBuilder attributes = Attributes.builder();
        attributes.put(ID, created.deployment().value());
        attributes.put(NAME, service.toString());
        attributes.put(SERVICE, service.name());
        attributes.put(CLUSTER, service.cluster());
        attributes.put(REVISION, created.spec().revision().definition());
        created.by().map(Command.Origin::actor).ifPresent(actor -> attributes.put(ORDERED_BY, actor));
        return attributes.build();
    }

    static Attributes of(ProgressEvent.DeploymentEnded ended) {
        return Attributes.builder()
                .put(STATUS, ended.status() == DeploymentStatus.SUCCESSFUL ? "succeeded" : "failed")
                .put(END, ended.status().name())
                .put(REASON, ended.reason())
                .put(LEFT_OVERS, ended.leftOvers())
                .build();
    }

    static Attributes of(Optional<PlannedStage> stage) {
        return stage.map(planned -> Attributes.of(
                        STEP, (long) planned.step(), SHARE, planned.greenShare().tenths() / 10.0))
                .orElse(Attributes.empty());
    }

    static Attributes of(ProgressEvent.RollbackStarted started) {
        return Attributes.of(CAUSE, started.cause().name(), REASON, started.reason());
    }

    static Attributes of(HookEvent.HookStarted started) {
        return Attributes.of(EXECUTION, started.execution().toString());
    }

    static Attributes of(Effect effect) {
        AttributesBuilder attributes = Attributes.builder();
        effect.resource().ifPresent(resource -> attributes.put(RESOURCE, resource.toString()));
        if (effect instanceof Effect.ShiftRoute shift) {
            attributes.put(SHARE, shift.greenShare().tenths() / 10.0);
        }
        return attributes.build();
    }
}
