package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.report.Phrases;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.Optional;

/** A write with its exact values, as a phrase: "route production: first=90 second=10". Empty for a call that only reads. */
final class WriteText implements Call.Handler<Optional<String>> {
    private final RevisionRef green;
    private final Phrases phrases;

    /**
     * @param green the revision that the deployment launches, which has no name before
     * @param suspends what the deployment suspends on its service
     */
    private WriteText(RevisionRef green, ScaleInSetting.Kind suspends) {
        this.green = green;
        this.phrases = new Phrases(suspends);
    }

    /** The writes of a rehearsal. */
    static WriteText in(IdealWorld world) {
        return new WriteText(IdealWorld.GREEN, world.suspends());
    }

    private String name(RevisionRef revision) {
        return revision.equals(green) ? "green" : revision.toString();
    }

    @Override
    public Optional<String> describeService(Call.DescribeService call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> runChecks(Call.RunChecks call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> readRoute(Call.ReadRoute call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> readHealth(Call.ReadHealth call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> readUsers(Call.ReadUsers call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> readAlarms(Call.ReadAlarms call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> readMetrics(Call.ReadMetrics call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> readScaleIn(Call.ReadScaleIn call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> askPolicies(Call.AskPolicies call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> placeOrder(Call.PlaceOrder call) {
        return Optional.of("order " + call.order() + ", which keeps blue");
    }

    @Override
    public Optional<String> invokeHook(Call.InvokeHook call) {
        return Optional.empty();
    }

    @Override
    public Optional<String> writeRoute(Call.WriteRoute call) {
        return Optional.of("route " + call.route() + ": " + call.split());
    }

    @Override
    public Optional<String> launchRevision(Call.LaunchRevision call) {
        return Optional.of("launch green: " + call.request().revision().definition() + " in "
                + call.request().targetGroup() + " with " + call.request().desiredCount() + " tasks");
    }

    @Override
    public Optional<String> scaleRevision(Call.ScaleRevision call) {
        return Optional.of("scale " + name(call.revision()) + " to " + call.desired() + " tasks");
    }

    @Override
    public Optional<String> makePrimary(Call.MakePrimary call) {
        return Optional.of("label " + name(call.revision()) + " PRIMARY");
    }

    @Override
    public Optional<String> retireRevision(Call.RetireRevision call) {
        return Optional.of("retire " + name(call.revision()));
    }

    @Override
    public Optional<String> suspendScaleIn(Call.SuspendScaleIn call) {
        return Optional.of(phrases.suspendScaleIn(new Effect.SuspendScaleIn()));
    }

    @Override
    public Optional<String> restoreScaleIn(Call.RestoreScaleIn call) {
        return Optional.of(phrases.restoreScaleIn(new Effect.RestoreScaleIn()));
    }
}
