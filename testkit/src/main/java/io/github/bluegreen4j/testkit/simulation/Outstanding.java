package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The changes that were sent and may still take effect, as far as their senders can know. */
final class Outstanding {
    private final List<Sent> sent = new ArrayList<>();

    private record Sent(CallRunner.PortCall<?> call, String resource, long until) {}

    /** Returns the resource that a call changes. */
    static String resource(Operation operation, CallRunner.PortCall<?> call) {
        return switch (operation) {
            case WRITE_ROUTE -> "route " + field(call, "route=");
            case SCALE, RETIRE -> "revision " + field(call, "revision=");
            case LAUNCH -> "launch";
            case MAKE_PRIMARY -> "PRIMARY";
            case SUSPEND_SCALE_IN, RESTORE_SCALE_IN -> "scale-in";
            case DESCRIBE, CHECK, READ_ROUTE, READ_HEALTH, READ_USERS, READ_ALARMS, READ_METRICS, READ_SCALE_IN ->
                "nothing";
            case INVOKE_HOOK, ASK_POLICIES, LISTEN -> "nothing";
            case APPEND, OPEN, SUBMIT, READ_JOURNAL, LIST, DUE, DELIVERED, UNDELIVERED, RENEW, CLAIM, RELEASE ->
                "nothing";
        };
    }

    private static String field(CallRunner.PortCall<?> call, String name) {
        String text = call.text();
        int begin = text.indexOf(name) + name.length();
        int end = begin;
        while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != ']') {
            end++;
        }
        return text.substring(begin, end);
    }

    /** Tells whether a change of a resource may still take effect. */
    boolean mayLand(String resource, long now) {
        for (Sent one : sent) {
            if (one.until() > now && one.resource().equals(resource)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether any change may still take effect. */
    boolean mayLand(long now) {
        for (Sent one : sent) {
            if (one.until() > now) {
                return true;
            }
        }
        return false;
    }

    /** Records a change whose outcome is unknown until it is answered. */
    void sent(CallRunner.PortCall<?> call, String resource, long now, Duration grace) {
        sent.removeIf(one -> one.until() <= now);
        sent.add(new Sent(call, resource, now + call.maximum().plus(grace).toNanos()));
    }

    /** Records that the outcome of a change is known. */
    void answered(CallRunner.PortCall<?> call) {
        sent.removeIf(one -> one.call().equals(call));
    }
}
