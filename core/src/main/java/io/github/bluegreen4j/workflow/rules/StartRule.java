package io.github.bluegreen4j.workflow.rules;

import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.Locale;

/**
 * The engine's own checks before a deployment starts. The refusal at the start and the preflight use the same rules, under
 * these names. Their errors cannot be waived, because the workflow could not run.
 */
public enum StartRule {
    /** The service exists and can be read. */
    SERVICE("Name a service that exists and that this process may read."),
    /** The revision could be launched, as far as the runtime can tell. */
    REVISION("Name a definition that the runtime can launch in both target groups."),
    /** No deployment of another name of the same service is open. */
    ONE_NAME("Wait until the other deployment has ended, and name a service always in the same way."),
    /** The service runs tasks. */
    DESIRED_COUNT("Scale the service to 1 or more tasks."),
    /** Every route exists and can be read. */
    ROUTES("Name a listener rule or listener that exists and that this process may read."),
    /** Both target groups exist and can be read. */
    TARGET_GROUPS("Name target groups that exist and that this process may read."),
    /** The routes forward to the two target groups only. */
    ROUTE_GROUPS("Name the target groups to which the route forwards, or remove the others from it."),
    /** Both target groups are attached, so that the load balancer checks their targets. */
    GROUPS_ATTACHED("Add the target group to the route, with weight 0."),
    /** Every production route gives a target group weight. */
    PRODUCTION_WEIGHT("Give weight to the target group that shall serve."),
    /** No production route pins clients to a group for longer than the deployment allows. */
    GROUP_STICKINESS("Turn off the group stickiness of the route, or set allowStickiness to how long it pins clients."),
    /** No other route gives the target groups weight. */
    OTHER_ROUTES("Name the route with productionRoute, testRoute or otherRoute."),
    /** The alarms exist, and are not in ALARM if the deployment asks for that. */
    ALARMS("Name an alarm that exists; with atStart IGNORE_UNTIL_OK one may be in ALARM."),
    /** The revision that serves is known, and the others are left-overs of this library. */
    REVISIONS("To say which revision shall serve, order DeploymentSpec.recovery(service, revision)."),
    /** The idle target group has no targets of others. */
    IDLE_GROUP("Deregister the targets, or name the target groups of this service."),
    /** Blue could take production back. */
    BLUE_HEALTH("Repair blue first. If blue is known to be broken, waive this check."),
    /** The hooks of the specification are registered. */
    HOOKS("Register the hook with the engine's builder."),
    /** The engine can read alarms. */
    ALARM_SOURCE("Build the engine with alarms(...)."),
    /** The engine can read metrics, if the deployment wants an analysis. */
    METRIC_SOURCE("Build the engine with metrics(...)."),
    /** A call ends within the engine's lease. */
    CALL_LIMIT("Shorten limits.call, or lengthen the engine's lease."),
    /** Every waiver names a check that can be waived. */
    WAIVERS("Remove the waiver, or name the check as the preflight prints it.");

    private final String remedy;

    StartRule(String remedy) {
        this.remedy = remedy;
    }

    /** The name of the check: {@code "desired-count"}. */
    public String check() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether this is the name of a check of the engine. */
    public static boolean isCheck(String name) {
        for (StartRule rule : values()) {
            if (rule.check().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The finding for something that is wrong. */
    public Finding error(InvalidSpecException.Fault fault) {
        return Finding.error(check(), fault.field(), fault.value(), fault.wrong(), fault.allowed())
                .mend(remedy);
    }

    Finding error(String field, String value, String wrong, String allowed) {
        return Finding.error(check(), field, value, wrong, allowed).mend(remedy);
    }

    Finding warning(String field, String value, String seen, String wanted) {
        return Finding.warning(check(), field, value, seen, wanted).mend(remedy);
    }

    Finding passed(String field, String value, String seen) {
        return Finding.passed(check(), field, value, seen);
    }

    Finding notChecked(String field, String value, String why) {
        return Finding.notChecked(check(), field, value, why);
    }
}
