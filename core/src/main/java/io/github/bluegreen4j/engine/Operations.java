package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.workflow.script.Call;

/** Which method of which port a call is, by name. */
final class Operations implements Call.Handler<Operation> {
    private static final Operations OPERATIONS = new Operations();

    private Operations() {}

    static Operation of(Call call) {
        return call.accept(OPERATIONS);
    }

    @Override
    public Operation describeService(Call.DescribeService call) {
        return Operation.DESCRIBE;
    }

    @Override
    public Operation checkRevision(Call.CheckRevision call) {
        return Operation.CHECK;
    }

    @Override
    public Operation readRoute(Call.ReadRoute call) {
        return Operation.READ_ROUTE;
    }

    @Override
    public Operation readHealth(Call.ReadHealth call) {
        return Operation.READ_HEALTH;
    }

    @Override
    public Operation readUsers(Call.ReadUsers call) {
        return Operation.READ_USERS;
    }

    @Override
    public Operation readAlarms(Call.ReadAlarms call) {
        return Operation.READ_ALARMS;
    }

    @Override
    public Operation readScaleIn(Call.ReadScaleIn call) {
        return Operation.READ_SCALE_IN;
    }

    @Override
    public Operation writeRoute(Call.WriteRoute call) {
        return Operation.WRITE_ROUTE;
    }

    @Override
    public Operation launchRevision(Call.LaunchRevision call) {
        return Operation.LAUNCH;
    }

    @Override
    public Operation scaleRevision(Call.ScaleRevision call) {
        return Operation.SCALE;
    }

    @Override
    public Operation makePrimary(Call.MakePrimary call) {
        return Operation.MAKE_PRIMARY;
    }

    @Override
    public Operation retireRevision(Call.RetireRevision call) {
        return Operation.RETIRE;
    }

    @Override
    public Operation suspendScaleIn(Call.SuspendScaleIn call) {
        return Operation.SUSPEND_SCALE_IN;
    }

    @Override
    public Operation restoreScaleIn(Call.RestoreScaleIn call) {
        return Operation.RESTORE_SCALE_IN;
    }

    @Override
    public Operation invokeHook(Call.InvokeHook call) {
        return Operation.INVOKE_HOOK;
    }
}
