package io.github.bluegreen4j.workflow.rules;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.Waiver;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The findings of a preflight: those of the inspection, which would refuse the deployment, and for people also what is right, what
 * could not be read, and which waivers have no effect.
 */
public final class PreflightRules {
    private static final String PRODUCTION_ROUTES = "productionRoutes";

    private final DeploymentSpec spec;
    private final Readings readings;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<StartRule> unread = EnumSet.noneOf(StartRule.class);

    private PreflightRules(DeploymentSpec spec, Readings readings) {
        this.spec = spec;
        this.readings = readings;
    }

    /**
     * All findings.
     *
     * @param spec what would be deployed
     * @param readings what was read; whatever could not be read has its problem there
     * @param engine what the engine itself found, which needs no reading
     */
    public static List<Finding> all(DeploymentSpec spec, Readings readings, List<Finding> engine) {
        PreflightRules rules = new PreflightRules(spec, readings);
        rules.findings.addAll(engine);
        rules.problems();
        rules.inspection();
        rules.waivers();
        return List.copyOf(rules.findings);
    }

    /** What could not be read. Some of it would refuse the deployment; for the rest it would wait. */
    private void problems() {
        boolean groupIsGone = readings.problems().keySet().stream()
                .anyMatch(subject -> subject.kind() == Readings.Subject.Kind.TARGET_GROUP && readings.isGone(subject));
        readings.problems().forEach((subject, problem) -> {
            StartRule rule = rule(subject.kind());
            unread.add(rule);
            if (rule == StartRule.OTHER_ROUTES && groupIsGone) {
                return; // said once, where the group itself was read
            }
            findings.add(
                    problem.isAnswered()
                            ? rule.error(StartCheck.fault(spec, problem))
                            : rule.notChecked(field(subject), value(subject), "can't be read: " + problem));
        });
        if (unread.contains(StartRule.ROUTES)) {
            unread.add(StartRule.GROUPS_ATTACHED);
        }
        if (findings.stream().anyMatch(finding -> finding.check().equals(StartRule.ALARM_SOURCE.check()))) {
            unread.add(StartRule.ALARMS);
        }
    }

    private static StartRule rule(Readings.Subject.Kind kind) {
        return switch (kind) {
            case SERVICE, SCALE_IN, POLICIES -> StartRule.SERVICE; // a preflight asks no policy
            case ROUTE -> StartRule.ROUTES;
            case TARGET_GROUP -> StartRule.TARGET_GROUPS;
            case ALARMS -> StartRule.ALARMS;
            case METRICS -> StartRule.METRIC_SOURCE;
            case USERS -> StartRule.OTHER_ROUTES;
        };
    }

    private String field(Readings.Subject subject) {
        return switch (subject.kind()) {
            case SERVICE, SCALE_IN, POLICIES -> "service";
            case ROUTE -> StartCheck.field(spec, new RouteRef(subject.id()));
            case TARGET_GROUP -> StartCheck.field(spec, new TargetGroupRef(subject.id()));
            case ALARMS -> "alarms.names";
            case METRICS -> "analysis";
            case USERS -> "otherRoutes";
        };
    }

    private String value(Readings.Subject subject) {
        return switch (subject.kind()) {
            case ROUTE, TARGET_GROUP -> subject.id();
            case ALARMS -> String.join(", ", spec.alarms().names());
            case SERVICE, SCALE_IN, USERS, METRICS, POLICIES -> spec.service().toString();
        };
    }

    private void inspection() {
        List<Finding> found = new ArrayList<>();
        for (Finding finding : Inspection.start(spec, readings)) {
            if (unread.stream().noneMatch(rule -> rule.check().equals(finding.check()))) {
                found.add(finding);
            }
        }
        boolean known = readings.service().isPresent()
                && !unread.contains(StartRule.ROUTES)
                && !unread.contains(StartRule.TARGET_GROUPS);
        if (!known) {
            findings.addAll(found);
            startPassed();
            notChecked("needs the service, the routes and the target groups, which could not be read");
            return;
        }
        // An error of a check does not hide what else is wrong.
        Inspection inspection = Inspection.of(spec, readings, found);
        findings.addAll(inspection.findings());
        startPassed();
        inspection
                .roles()
                .ifPresentOrElse(
                        roles -> rolesPassed(roles, inspection),
                        () -> notChecked("needs to know which revision serves"));
    }

    private void notChecked(String why) {
        for (StartRule rule : List.of(StartRule.REVISIONS, StartRule.IDLE_GROUP, StartRule.BLUE_HEALTH)) {
            if (isOpen(rule)) {
                findings.add(rule.notChecked("service", spec.service().toString(), why));
            }
        }
    }

    /** Whether a rule has found nothing, and could have. */
    private boolean isOpen(StartRule rule) {
        return !unread.contains(rule)
                && findings.stream().noneMatch(finding -> finding.check().equals(rule.check()));
    }

    private void passed(StartRule rule, String field, Object value, String seen) {
        if (isOpen(rule)) {
            findings.add(rule.passed(field, value.toString(), seen));
        }
    }

    private void startPassed() {
        readings.service().ifPresent(service -> {
            passed(StartRule.SERVICE, "service", spec.service(), "exists");
            passed(StartRule.DESIRED_COUNT, "service.desiredCount", service.desiredCount(), "tasks are wanted");
        });
        passed(StartRule.ROUTES, "routes", names(spec.routes()), "can be read");
        passed(StartRule.TARGET_GROUPS, "targetGroups", groups(), "can be read");
        if (!unread.contains(StartRule.ROUTES)) {
            passed(
                    StartRule.ROUTE_GROUPS,
                    "routes",
                    names(spec.routes()),
                    verb(spec.routes(), "forward") + " to the two target groups only");
            passed(StartRule.GROUPS_ATTACHED, "targetGroups", groups(), "are attached");
            passed(StartRule.PRODUCTION_WEIGHT, PRODUCTION_ROUTES, names(spec.productionRoutes()), splits());
            passed(StartRule.GROUP_STICKINESS, PRODUCTION_ROUTES, names(spec.productionRoutes()), stickiness());
        }
        passed(
                StartRule.OTHER_ROUTES,
                "otherRoutes",
                spec.otherRoutes().isEmpty() ? "none" : names(spec.otherRoutes()),
                "are all other routes that give the target groups weight");
        if (!spec.alarms().names().isEmpty()) {
            passed(
                    StartRule.ALARMS,
                    "alarms.names",
                    String.join(", ", spec.alarms().names()),
                    alarms());
        }
    }

    private static String names(List<RouteRef> routes) {
        return String.join(", ", routes.stream().map(RouteRef::id).toList());
    }

    private static String verb(List<RouteRef> routes, String verb) {
        return routes.size() == 1 ? verb + "s" : verb;
    }

    private String groups() {
        return spec.targetGroups().first() + ", " + spec.targetGroups().second();
    }

    private String splits() {
        return verb(spec.productionRoutes(), "forward") + " to "
                + String.join(
                        " and ",
                        spec.productionRoutes().stream()
                                .flatMap(route -> readings.route(route).stream())
                                .map(reading -> reading.split().toString())
                                .distinct()
                                .toList());
    }

    private String stickiness() {
        return spec.productionRoutes().stream()
                .flatMap(route -> readings.route(route).stream())
                .flatMap(reading -> reading.stickiness().stream())
                .findFirst()
                .map(sticky -> "pins clients to a group for " + sticky + ", which is allowed")
                .orElse(verb(spec.productionRoutes(), "pin") + " no client to a group");
    }

    private String alarms() {
        return "is "
                + String.join(
                        ", ",
                        spec.alarms().names().stream()
                                .map(name -> readings.alarms()
                                        .flatMap(alarms -> alarms.of(name))
                                        .map(Enum::name)
                                        .orElse("unknown"))
                                .toList());
    }

    private void rolesPassed(Roles roles, Inspection inspection) {
        String blue = roles.blue().map(RevisionRef::id).orElse("none");
        boolean served = findings.stream()
                .noneMatch(finding -> finding.check().equals(StartRule.PRODUCTION_WEIGHT.check())
                        && finding.severity() == Finding.Severity.ERROR);
        if (inspection.reconcile() && served && !spec.isRecovery()) {
            findings.add(StartRule.REVISIONS.warning(
                    "service.revisions",
                    blue,
                    "serves in \"" + roles.blueGroup() + "\" after an interrupted deployment, which is repaired first"
                            + (inspection.moveTraffic() ? "; production moves there" : "")
                            + (inspection.retire().isEmpty() ? "" : "; " + inspection.retire() + " is retired"),
                    "a service that no deployment has left half-way"));
        }
        passed(StartRule.REVISIONS, "service.revisions", blue, "serves in \"" + roles.blueGroup() + "\"");
        passed(
                StartRule.IDLE_GROUP,
                StartCheck.field(spec, roles.greenGroup()),
                roles.greenGroup(),
                inspection.draining() ? "has draining targets, for which the deployment waits" : "has no targets");
        Optional<TargetHealth> health = readings.health(roles.blueGroup());
        int healthy = health.map(read -> roles.blue().map(read::healthy).orElseGet(read::healthy))
                .orElse(0);
        passed(
                StartRule.BLUE_HEALTH,
                StartCheck.field(spec, roles.blueGroup()),
                roles.blueGroup(),
                roles.blue().isEmpty() && health.filter(TargetHealth::isEmpty).isPresent()
                        ? "has no targets: this is the first deployment"
                        : "has " + healthy + " healthy targets of blue");
    }

    /** A waiver without effect is a mistake that nobody notices. */
    private void waivers() {
        for (int i = 0; i < spec.waivers().size(); i++) {
            Waiver waiver = spec.waivers().get(i);
            List<Finding> named = findings.stream()
                    .filter(finding -> finding.check().equals(waiver.check()))
                    .toList();
            String field = "waivers[" + i + "].check";
            boolean isError = named.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
            if (StartRule.isCheck(waiver.check()) && isError) {
                findings.add(StartRule.WAIVERS.warning(
                        field, waiver.check(), "can't be waived: without it the workflow can't run", ""));
            } else if (!StartRule.isCheck(waiver.check()) && named.isEmpty()) {
                findings.add(StartRule.WAIVERS.warning(
                        field, waiver.check(), "is no check of this engine", "the name of a check"));
            }
        }
    }
}
