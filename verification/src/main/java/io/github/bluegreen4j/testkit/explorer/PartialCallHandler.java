package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.script.Call;

/** A visitor for those who ask about some kinds of call: every other kind has the same answer. */
abstract class PartialCallHandler<R> implements Call.Handler<R> {
    private final R otherwise;

    PartialCallHandler(R otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public R describeService(Call.DescribeService call) {
        return otherwise;
    }

    @Override
    public R checkRevision(Call.CheckRevision call) {
        return otherwise;
    }

    @Override
    public R readRoute(Call.ReadRoute call) {
        return otherwise;
    }

    @Override
    public R readHealth(Call.ReadHealth call) {
        return otherwise;
    }

    @Override
    public R readUsers(Call.ReadUsers call) {
        return otherwise;
    }

    @Override
    public R readAlarms(Call.ReadAlarms call) {
        return otherwise;
    }

    @Override
    public R readScaleIn(Call.ReadScaleIn call) {
        return otherwise;
    }

    @Override
    public R writeRoute(Call.WriteRoute call) {
        return otherwise;
    }

    @Override
    public R launchRevision(Call.LaunchRevision call) {
        return otherwise;
    }

    @Override
    public R scaleRevision(Call.ScaleRevision call) {
        return otherwise;
    }

    @Override
    public R makePrimary(Call.MakePrimary call) {
        return otherwise;
    }

    @Override
    public R retireRevision(Call.RetireRevision call) {
        return otherwise;
    }

    @Override
    public R suspendScaleIn(Call.SuspendScaleIn call) {
        return otherwise;
    }

    @Override
    public R restoreScaleIn(Call.RestoreScaleIn call) {
        return otherwise;
    }

    @Override
    public R invokeHook(Call.InvokeHook call) {
        return otherwise;
    }
}
