package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** The journal of a simulation. It tells the oracle what it has stored, and is out of reach at times. */
final class SimulatedJournal extends ForwardingJournal {
    private final SimulationOracle oracle;
    private final BiConsumer<DeploymentId, List<DeploymentEvent>> stored;
    private final BooleanSupplier away;

    /** {@code stored} is called after the oracle has judged what was stored. */
    SimulatedJournal(
            Journal journal,
            SimulationOracle oracle,
            BiConsumer<DeploymentId, List<DeploymentEvent>> stored,
            BooleanSupplier away) {
        super(journal);
        this.oracle = oracle;
        this.stored = stored;
        this.away = away;
    }

    @Override
    protected void before(String operation) {
        if (away.getAsBoolean()) {
            throw new PortException(
                    new Problem(Problem.Kind.UNAVAILABLE, operation, "journal", "the journal is out of reach"));
        }
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        List<Appended> outcomes = super.append(extensions);
        for (int i = 0; i < extensions.size(); i++) {
            if (outcomes.get(i).status() == Appended.Status.APPENDED) {
                Extension extension = extensions.get(i);
                oracle.appended(extension);
                stored.accept(extension.deployment(), extension.events());
            }
        }
        return outcomes;
    }

    @Override
    public List<Appended> open(List<Opening> openings) {
        List<Appended> outcomes = super.open(openings);
        for (int i = 0; i < openings.size(); i++) {
            if (outcomes.get(i).status() == Appended.Status.APPENDED) {
                Opening opening = openings.get(i);
                oracle.opened(opening);
                stored.accept(opening.deployment(), List.of(opening.event()));
            }
        }
        return outcomes;
    }

    @Override
    public List<Head> due(String engine) {
        List<Head> heads = super.due(engine);
        oracle.promises().due(engine, heads);
        return heads;
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        boolean taken = super.submit(deployment, commandId, command);
        if (taken) {
            oracle.promises().submitted(deployment, commandId);
        }
        return taken;
    }

    @Override
    public void renew(String engine, Duration length) {
        super.renew(engine, length);
        oracle.renewed(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        before("claim");
        oracle.promises().asks(service, engine);
        Optional<Long> fence = super.claim(service, engine);
        fence.ifPresent(given -> oracle.claimed(service, engine, given));
        return fence;
    }

    @Override
    public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        before("claimAndRead");
        services.forEach(service -> oracle.promises().asks(service, engine));
        List<ClaimResult> results = super.claimAndRead(services, engine);
        results.forEach(result -> result.fence().ifPresent(given -> oracle.claimed(result.service(), engine, given)));
        return results;
    }

    @Override
    public void release(List<ServiceRef> services, String engine) {
        super.release(services, engine);
        services.forEach(service -> oracle.claims().released(service, engine));
    }
}
