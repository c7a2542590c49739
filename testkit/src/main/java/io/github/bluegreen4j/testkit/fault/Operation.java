package io.github.bluegreen4j.testkit.fault;

import io.github.bluegreen4j.spi.CallRunner;

/** What a call does, whichever engine makes it: the methods of the ports. */
public enum Operation {
    /** {@code ServiceRuntime.describe}. */
    DESCRIBE(true),
    /** {@code TrafficRouter.read}. */
    READ_ROUTE(true),
    /** {@code TrafficRouter.health}. */
    READ_HEALTH(true),
    /** {@code AlarmSource.read}. */
    READ_ALARMS(true),
    /** {@code AutoScalingGuard.read}. */
    READ_SCALE_IN(true),
    /** {@code TrafficRouter.write}. */
    WRITE_ROUTE(false),
    /** {@code ServiceRuntime.launch}. */
    LAUNCH(false),
    /** {@code ServiceRuntime.scale}. */
    SCALE(false),
    /** {@code ServiceRuntime.makePrimary}. */
    MAKE_PRIMARY(false),
    /** {@code ServiceRuntime.retire}. */
    RETIRE(false),
    /** {@code AutoScalingGuard.suspend}. */
    SUSPEND_SCALE_IN(false),
    /** {@code AutoScalingGuard.restore}. */
    RESTORE_SCALE_IN(false),
    /** {@code LifecycleHook.invoke}. */
    INVOKE_HOOK(false),
    /** {@code Journal.append}. */
    APPEND(false),
    /** {@code Journal.read}. */
    READ_JOURNAL(true),
    /** {@code Journal.due} and {@code Journal.list}. */
    DUE(true),
    /** {@code Journal.renew}. */
    RENEW(false),
    /** {@code Journal.claim}. */
    CLAIM(false),
    /** {@code Journal.release}. */
    RELEASE(false),
    /** {@code DeploymentListener.onEvent}. */
    LISTEN(false);

    private final boolean reads;

    Operation(boolean reads) {
        this.reads = reads;
    }

    /** Which one a call is. */
    public static Operation of(CallRunner.PortCall<?> call) {
        String text = call.operation();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return switch (text.substring(0, end)) {
            case "DescribeService", "describe" -> DESCRIBE;
            case "ReadRoute" -> READ_ROUTE;
            case "ReadHealth" -> READ_HEALTH;
            case "ReadAlarms" -> READ_ALARMS;
            case "ReadScaleIn" -> READ_SCALE_IN;
            case "WriteRoute" -> WRITE_ROUTE;
            case "LaunchRevision" -> LAUNCH;
            case "ScaleRevision" -> SCALE;
            case "MakePrimary" -> MAKE_PRIMARY;
            case "RetireRevision" -> RETIRE;
            case "SuspendScaleIn" -> SUSPEND_SCALE_IN;
            case "RestoreScaleIn" -> RESTORE_SCALE_IN;
            case "InvokeHook" -> INVOKE_HOOK;
            case "append" -> APPEND;
            case "read" -> call.lane().kind() == CallRunner.PortCall.Kind.JOURNAL ? READ_JOURNAL : READ_ALARMS;
            case "look", "list" -> DUE;
            case "renew" -> RENEW;
            case "claim" -> CLAIM;
            case "release" -> RELEASE;
            case "tell" -> LISTEN;
            default -> throw new IllegalArgumentException("call: " + text + " is no call of a port");
        };
    }

    /** Whether it only reads. */
    public boolean reads() {
        return reads;
    }

    /** Whether it changes something that at most one call may change at a time: a route, a revision, scale-in. */
    public boolean changesTheWorld() {
        return compareTo(WRITE_ROUTE) >= 0 && compareTo(RESTORE_SCALE_IN) <= 0;
    }

    /** Whether it is a call of the journal. */
    public boolean isOfJournal() {
        return compareTo(APPEND) >= 0 && compareTo(RELEASE) <= 0;
    }
}
