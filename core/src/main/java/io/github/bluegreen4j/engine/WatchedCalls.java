package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.workflow.script.Call;

/** A visitor of calls with one default result for every kind of call that a subclass does not override. */
abstract class WatchedCalls implements Call.Handler<Boolean> {

    abstract Boolean other(Call call);

    @Override
    public Boolean describeService(Call.DescribeService call) {
        return other(call);
    }

    @Override
    public Boolean checkRevision(Call.CheckRevision call) {
        return other(call);
    }

    @Override
    public Boolean readRoute(Call.ReadRoute call) {
        return other(call);
    }

    @Override
    public Boolean readHealth(Call.ReadHealth call) {
        return other(call);
    }

    @Override
    public Boolean readUsers(Call.ReadUsers call) {
        return other(call);
    }

    @Override
    public Boolean readAlarms(Call.ReadAlarms call) {
        return other(call);
    }

    @Override
    public Boolean readScaleIn(Call.ReadScaleIn call) {
        return other(call);
    }

    @Override
    public Boolean writeRoute(Call.WriteRoute call) {
        return other(call);
    }

    @Override
    public Boolean launchRevision(Call.LaunchRevision call) {
        return other(call);
    }

    @Override
    public Boolean scaleRevision(Call.ScaleRevision call) {
        return other(call);
    }

    @Override
    public Boolean makePrimary(Call.MakePrimary call) {
        return other(call);
    }

    @Override
    public Boolean retireRevision(Call.RetireRevision call) {
        return other(call);
    }

    @Override
    public Boolean suspendScaleIn(Call.SuspendScaleIn call) {
        return other(call);
    }

    @Override
    public Boolean restoreScaleIn(Call.RestoreScaleIn call) {
        return other(call);
    }

    @Override
    public Boolean invokeHook(Call.InvokeHook call) {
        return other(call);
    }
}
