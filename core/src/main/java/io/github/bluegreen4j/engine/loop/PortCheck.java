package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spi.AlarmSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Refuses a specification that needs a hook or a source of alarms that this engine does not have, before anything
 * starts.
 */
public final class PortCheck {
    private PortCheck() {}

    /**
     * Checks the hooks and alarms of a specification.
     *
     * @throws InvalidSpecException with everything that is not there
     */
    public static void require(DeploymentSpec spec, Ports ports) {
        List<InvalidSpecException.Fault> faults = new ArrayList<>();
        for (int i = 0; i < spec.hooks().size(); i++) {
            hook(faults, "hooks[" + i + "]", spec.hooks().get(i), ports);
        }
        if (!spec.alarms().isEmpty() && ports.alarms() == AlarmSource.none()) {
            faults.add(new InvalidSpecException.Fault(
                    "alarms.names",
                    String.join(", ", spec.alarms().names()),
                    "can't be read, since this engine has no AlarmSource",
                    "no alarms, or an engine built with alarms(...)"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
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
