package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.workflow.rules.StartCheck;
import io.github.bluegreen4j.workflow.rules.StartRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the checks of ports and users. */
final class Checks {
    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private final Ports ports;
    private final DeploymentSpec spec;

    Checks(Ports ports, DeploymentSpec spec) {
        this.ports = ports;
        this.spec = spec;
    }

    /**
     * Checks the start of a deployment.
     *
     * @throws PortException if the service does not exist, or if something has to be read again
     */
    List<Finding> beforeStart() {
        List<Finding> findings = new ArrayList<>();
        try {
            ports.runtime().check(spec.service(), spec.revision(), spec.targetGroups());
        } catch (PortException refused) {
            if (refused.problem().kind() != Problem.Kind.REFUSED) {
                throw refused;
            }
            // A revision that is refused does not hide what else is wrong.
            findings.add(StartRule.REVISION.error(StartCheck.fault(spec, refused.problem())));
        }
        findings.addAll(otherNames());
        findings.addAll(run(false));
        return findings;
    }

    /**
     * Finds deployments of other names of the same service that have not ended. They wait in another queue, so both would change the service
     * at once. Each is in the journal before it is checked, so of two that start together at least one finds the other.
     */
    private List<Finding> otherNames() {
        List<Finding> findings = new ArrayList<>();
        for (ServiceRef name :
                Defects.present(ports.runtime().otherNames(spec.service()), "ServiceRuntime.otherNames")) {
            for (Journal.Head head : Defects.present(ports.journal().list(Optional.of(name)), "Journal.list")) {
                if (head.wakeUp().isPresent()) {
                    findings.add(StartRule.ONE_NAME.error(new InvalidSpecException.Fault(
                            "service",
                            spec.service().toString(),
                            "is also called " + name + ", and deployment " + head.deployment()
                                    + " of that name has not ended",
                            "a service without an open deployment")));
                }
            }
        }
        return findings;
    }

    /** The same for a preflight, which reports what cannot be checked now. */
    List<Finding> forPreflight() {
        if (spec.isRecovery()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(otherNames());
        findings.addAll(run(true));
        return findings;
    }

    /** Whether the runtime would refuse the revision; empty if none would be launched. */
    Optional<Finding> revision() {
        return spec.isRecovery() ? Optional.empty() : Optional.of(launchable());
    }

    private Finding launchable() {
        String check = StartRule.REVISION.check();
        String definition = spec.revision().definition();
        try {
            ports.runtime().check(spec.service(), spec.revision(), spec.targetGroups());
            return Finding.passed(check, "revision", definition, "could be launched");
        } catch (RuntimeException thrown) {
            Problem problem = PortCalls.problem(thrown, () -> "check");
            // That the service does not exist is found where it is read.
            return problem.isAnswered() && problem.kind() != Problem.Kind.GONE
                    ? StartRule.REVISION.error(StartCheck.fault(spec, problem))
                    : Finding.notChecked(check, "revision", definition, "can't be checked: " + problem);
        }
    }

    private List<PreflightCheck> all() {
        List<PreflightCheck> all = new ArrayList<>();
        all.addAll(Defects.present(ports.runtime().preflightChecks(), "ServiceRuntime.preflightChecks"));
        all.addAll(Defects.present(ports.router().preflightChecks(), "TrafficRouter.preflightChecks"));
        all.addAll(Defects.present(ports.alarms().preflightChecks(), "AlarmSource.preflightChecks"));
        all.addAll(Defects.present(ports.metrics().preflightChecks(), "MetricSource.preflightChecks"));
        all.addAll(Defects.present(ports.autoScaling().preflightChecks(), "AutoScalingGuard.preflightChecks"));
        hooks().forEach(hook -> all.addAll(Defects.present(hook.preflightChecks(), "LifecycleHook.preflightChecks")));
        all.addAll(ports.checks());
        return all;
    }

    /** The hooks that the deployment calls. */
    private List<LifecycleHook> hooks() {
        List<LifecycleHook> hooks = new ArrayList<>();
        for (HookSpec hook : spec.hooks()) {
            LifecycleHook named = ports.hooks().get(hook.name());
            if (hook.kind() == HookSpec.Kind.NAMED && named != null) {
                hooks.add(named);
            }
        }
        if (spec.hooks().stream().anyMatch(hook -> hook.kind() == HookSpec.Kind.LAMBDA)) {
            ports.lambdaHooks().ifPresent(hooks::add);
        }
        return hooks;
    }

    /**
     * Runs all checks.
     *
     * @param reportsUnanswered whether a check that got no answer is reported; otherwise all checks are made again later
     */
    private List<Finding> run(boolean reportsUnanswered) {
        List<Finding> findings = new ArrayList<>();
        for (PreflightCheck check : all()) {
            try {
                findings.addAll(Defects.present(check.check(spec), "PreflightCheck.check"));
            } catch (PortException failed) {
                if (!failed.problem().isAnswered() && !reportsUnanswered) {
                    throw failed;
                }
                findings.add(Finding.notChecked(
                        check.name(), "service", spec.service().toString(), "can't be made: " + failed.problem()));
            } catch (RuntimeException defect) {
                LOG.error("The preflight check \"{}\" failed for {}", check.name(), spec.service(), defect);
                findings.add(Finding.error(
                        check.name(),
                        "service",
                        spec.service().toString(),
                        "can't be checked: the check threw " + Defects.text(defect),
                        "a check that ends"));
            }
        }
        return findings;
    }
}
