package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The journal of all engines of a simulation. It delegates to another one and reports to a listener. */
final class SimulatedJournal implements Journal {
    private final Journal journal;
    private final Listener listener;
    private final BooleanSupplier away;

    /** @param away whether every call fails as unavailable */
    SimulatedJournal(Journal journal, Listener listener, BooleanSupplier away) {
        this.journal = journal;
        this.listener = listener;
        this.away = away;
    }

    private void reach(String operation) {
        if (away.getAsBoolean()) {
            throw new PortException(
                    new Problem(Problem.Kind.UNAVAILABLE, operation, "journal", "the journal is out of reach"));
        }
    }

    /** Receives what the journal has stored or granted. */
    interface Listener {
        void appended(Extension extension);

        void opened(Opening opening);

        void renewed(String engine, Duration length);

        void claimed(ServiceRef service, String engine, long fence);

        void released(ServiceRef service, String engine);

        void submitted(DeploymentId deployment, String commandId);

        void due(String engine, List<Head> heads);

        /** Called when an engine claims a service, before the answer. */
        void asks(ServiceRef service, String engine);
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        reach("append");
        List<Appended> outcomes = journal.append(extensions);
        for (int i = 0; i < extensions.size(); i++) {
            if (outcomes.get(i).status() == Appended.Status.APPENDED) {
                listener.appended(extensions.get(i));
            }
        }
        return outcomes;
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        reach("read");
        return journal.read(deployment);
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        reach("list");
        return journal.list(service);
    }

    @Override
    public Appended open(Opening opening) {
        reach("open");
        Appended outcome = journal.open(opening);
        if (outcome.status() == Appended.Status.APPENDED) {
            listener.opened(opening);
        }
        return outcome;
    }

    @Override
    public List<Head> due(String engine) {
        reach("due");
        List<Head> heads = journal.due(engine);
        listener.due(engine, heads);
        return heads;
    }

    @Override
    public void delivered(DeploymentId deployment, String name, long version) {
        reach("delivered");
        journal.delivered(deployment, name, version);
    }

    @Override
    public List<Head> undelivered(String name, Duration since) {
        reach("undelivered");
        return journal.undelivered(name, since);
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        reach("submit");
        boolean taken = journal.submit(deployment, commandId, command);
        if (taken) {
            listener.submitted(deployment, commandId);
        }
        return taken;
    }

    @Override
    public void limitCalls(Duration longest) {
        journal.limitCalls(longest);
    }

    @Override
    public void renew(String engine, Duration length) {
        reach("renew");
        journal.renew(engine, length);
        listener.renewed(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        reach("claim");
        listener.asks(service, engine);
        Optional<Long> fence = journal.claim(service, engine);
        fence.ifPresent(given -> listener.claimed(service, engine, given));
        return fence;
    }

    @Override
    public void release(ServiceRef service, String engine) {
        reach("release");
        journal.release(service, engine);
        listener.released(service, engine);
    }
}
