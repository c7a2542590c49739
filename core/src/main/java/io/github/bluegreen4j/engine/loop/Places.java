package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where services and alarms are. The ports say so, and they are users' code: each is asked once, when a deployment is read from the journal
 * and before the loop has it, on the thread of that call. The loop only looks up what is known. Safe for use by many threads.
 */
public final class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final Ports ports;
    private final FailureLog failureLog;
    private final Map<ServiceRef, String> services = new ConcurrentHashMap<>();
    private final Map<String, String> alarms = new ConcurrentHashMap<>();

    Places(Ports ports, FailureLog failureLog) {
        this.ports = ports;
        this.failureLog = failureLog;
    }

    /** Asks where the service and the alarms of a deployment are. Not on the loop: a port may block. */
    public void learn(Journal.History history) {
        for (DeploymentEvent event : history.events()) {
            if (event instanceof ProgressEvent.DeploymentCreated created) {
                learn(created.spec());
            }
        }
        learn(history.head().service());
    }

    private void learn(DeploymentSpec spec) {
        learn(spec.service());
        for (String alarm : spec.alarms().names()) {
            if (!alarms.containsKey(alarm)) {
                alarms.put(alarm, asked(() -> ports.alarms().place(alarm), "AlarmSource.place", alarm));
            }
        }
    }

    private void learn(ServiceRef service) {
        if (!services.containsKey(service)) {
            services.put(service, asked(() -> ports.runtime().place(service), "ServiceRuntime.place", service));
        }
    }

    /** Where a service runs. Its calls, and those of its routes, wait behind no call of another place. */
    public String of(ServiceRef service) {
        return services.getOrDefault(service, "");
    }

    /** Where an alarm is. */
    public String ofAlarm(String name) {
        return alarms.getOrDefault(name, "");
    }

    /** {@return those of the histories} */
    public List<Journal.ClaimResult> learned(List<Journal.ClaimResult> results) {
        for (Journal.ClaimResult result : results) {
            result.open().forEach(read -> read.history().ifPresent(this::learn));
        }
        return results;
    }

    /** A defect of a port must not keep the deployment from starting. */
    private String asked(Supplier<String> body, String method, Object subject) {
        try {
            return Defects.present(body.get(), method);
        } catch (RuntimeException defect) {
            failureLog.error(LOG, defect, "{} failed for {}, so its place counts as \"\"", method, subject);
            return "";
        }
    }
}
