package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.workflow.rules.StartRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Refuses a specification that needs a hook or a source of alarms or metrics that this engine does not have, before anything
 * starts.
 */
public final class PortCheck {
    private PortCheck() {}

    /**
     * Checks the hooks, the alarms and the analysis of a specification.
     *
     * @throws InvalidSpecException with everything that is not there
     */
    public static void require(DeploymentSpec spec, Ports ports) {
        List<InvalidSpecException.Fault> faults = hooks(spec, ports);
        faults.addAll(alarms(spec, ports));
        faults.addAll(metrics(spec, ports));
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
    }

    /** The same as findings of a preflight. */
    public static List<Finding> findings(DeploymentSpec spec, Ports ports) {
        List<Finding> findings = new ArrayList<>();
        List<InvalidSpecException.Fault> hooks = hooks(spec, ports);
        hooks.forEach(fault -> findings.add(StartRule.HOOKS.error(fault)));
        if (hooks.isEmpty() && !spec.hooks().isEmpty()) {
            List<String> names = spec.hooks().stream().map(HookSpec::name).toList();
            findings.add(Finding.passed(
                    StartRule.HOOKS.check(), "hooks", String.join(", ", names), "can be called by this engine"));
        }
        alarms(spec, ports).forEach(fault -> findings.add(StartRule.ALARM_SOURCE.error(fault)));
        metrics(spec, ports).forEach(fault -> findings.add(StartRule.METRIC_SOURCE.error(fault)));
        return findings;
    }

    private static List<InvalidSpecException.Fault> hooks(DeploymentSpec spec, Ports ports) {
        List<InvalidSpecException.Fault> faults = new ArrayList<>();
        for (int i = 0; i < spec.hooks().size(); i++) {
            hook(faults, "hooks[" + i + "]", spec.hooks().get(i), ports);
        }
        return faults;
    }

    private static List<InvalidSpecException.Fault> alarms(DeploymentSpec spec, Ports ports) {
        List<InvalidSpecException.Fault> faults = new ArrayList<>();
        if (!spec.alarms().isEmpty() && ports.alarms() == AlarmSource.none()) {
            faults.add(new InvalidSpecException.Fault(
                    "alarms.names",
                    String.join(", ", spec.alarms().names()),
                    "can't be read, since this engine has no AlarmSource",
                    "no alarms, or an engine built with alarms(...)"));
        }
        return faults;
    }

    private static List<InvalidSpecException.Fault> metrics(DeploymentSpec spec, Ports ports) {
        return spec.analysis().enabled() && ports.metrics() == MetricSource.none()
                ? List.of(new InvalidSpecException.Fault(
                        "analysis",
                        "enabled",
                        "has nothing to read, since this engine has no MetricSource",
                        "no analysis, or an engine built with metrics(...)"))
                : List.of();
    }

    private static void hook(List<InvalidSpecException.Fault> faults, String field, HookSpec hook, Ports ports) {
        switch (hook.kind()) {
            case NAMED -> {
                if (!ports.hooks().containsKey(hook.name())) {
                    String registered = ports.hooks().isEmpty()
                            ? "none; register it with hook(name, hook) of the engine's builder"
                            : String.join(", ", new TreeSet<>(ports.hooks().keySet()));
                    faults.add(new InvalidSpecException.Fault(
                            field + ".name", hook.name(), "is no registered hook", registered));
                }
            }
            case LAMBDA -> {
                if (ports.lambdaHooks().isEmpty()) {
                    faults.add(new InvalidSpecException.Fault(
                            field,
                            hook.name(),
                            "is a Lambda hook, and this engine can't call any",
                            "an engine built with lambdaHooks(...)"));
                }
            }
            case PAUSE -> {
                // Nothing is called: an operator answers.
            }
        }
    }
}
