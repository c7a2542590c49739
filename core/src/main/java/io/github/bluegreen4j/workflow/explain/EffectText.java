package io.github.bluegreen4j.workflow.explain;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Roles;

/** What a piece of work does, as a phrase that follows "to": "set route shop to 10 % green". */
final class EffectText implements Effect.Handler<String> {
    private static final EffectText TEXT = new EffectText();

    private EffectText() {}

    static String of(Effect effect) {
        return effect.accept(TEXT);
    }

    private static String role(Roles.Role role) {
        return role == Roles.Role.BLUE ? "blue" : "green";
    }

    @Override
    public String inspectService(Effect.InspectService effect) {
        return "inspect the service, its routes, target groups and alarms";
    }

    @Override
    public String readScaleIn(Effect.ReadScaleIn effect) {
        return "read the autoscaler's scale-in setting";
    }

    @Override
    public String suspendScaleIn(Effect.SuspendScaleIn effect) {
        return "suspend scale-in";
    }

    @Override
    public String restoreScaleIn(Effect.RestoreScaleIn effect) {
        return "restore scale-in";
    }

    @Override
    public String launchGreen(Effect.LaunchGreen effect) {
        return "launch green";
    }

    @Override
    public String scaleRevision(Effect.ScaleRevision effect) {
        return "scale " + role(effect.role()) + " to at least " + effect.atLeast() + " tasks";
    }

    @Override
    public String shiftRoute(Effect.ShiftRoute effect) {
        return "set route " + effect.route() + " to " + effect.greenShare() + " green";
    }

    @Override
    public String restoreRoute(Effect.RestoreRoute effect) {
        return "give route " + effect.route() + " back to blue"
                + (effect.insist() ? " although blue is below its floor" : "");
    }

    @Override
    public String makePrimary(Effect.MakePrimary effect) {
        return "give green the label PRIMARY";
    }

    @Override
    public String retireRevision(Effect.RetireRevision effect) {
        return "retire " + role(effect.role());
    }

    @Override
    public String retireLeftOver(Effect.RetireLeftOver effect) {
        return "retire revision " + effect.revision() + ", which an earlier deployment left behind";
    }

    @Override
    public String verifyCleanUp(Effect.VerifyCleanUp effect) {
        return "verify that blue may be retired";
    }

    @Override
    public String verifyEnd(Effect.VerifyEnd effect) {
        return "read the production routes a last time";
    }

    @Override
    public String observeEnd(Effect.ObserveEnd effect) {
        return "read what serves production at the end";
    }

    @Override
    public String invokeHook(Effect.InvokeHook effect) {
        return "call hook " + effect.execution();
    }
}
