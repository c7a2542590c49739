package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.work.ReadRounds;
import io.github.bluegreen4j.engine.work.WatchPool;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All deployments that this engine acts for. It connects the parts that an order passes through, each once: {@link
 * Orders} journals it, {@link Arrivals} brings the deployment here, {@link ServiceOwnership} claims its service, {@link
 * ActiveDeployments} has it while it is open, {@link ServiceQueue} gives it its turn, and {@link ActiveDeployment} runs
 * it. Confined to the loop, except where a method says otherwise.
 */
public final class DeploymentRegistry {
    /** How many orders and arrivals may be in flight at once. {@link Leases} puts what they claim into a few calls. */
    static final int MOST_AT_ONCE = 200;

    final HandleUpdates handles;
    final Leases leases;
    final JournalWriter journalWriter;
    final WatchPool watchPool;
    private final Map<String, ReadRounds> rounds = new HashMap<>();
    final Optional<DeploymentLog> deploymentLog;
    final Publisher publisher;
    final Slots slots = new Slots(MOST_AT_ONCE);
    private final Orders orders;
    final Arrivals arrivals;
    final ServiceOwnership ownership;
    final ActiveDeployments deployments;
    final EqualParts equalParts = new EqualParts();
    final Quarantine quarantine;
    final CommandInbox inbox;
    final RemoteDeployments remote;
    private final JournalPoll journalPoll;
    private boolean closing;
    private volatile Census census;

    /**
     * How many of everything there were at the end of the loop's last round.
     *
     * @param openDeployments how many deployments this engine acts for
     * @param waitingOrders how many orders and takeovers wait for their turn
     * @param unstored how many decisions are not stored
     * @param oldestUnstored when the oldest of them was made
     * @param listeners what waits for each listener
     */
    public record Census(
            int openDeployments,
            int waitingOrders,
            int unstored,
            Optional<Instant> oldestUnstored,
            List<Publisher.ListenerQueue> listeners) {}

    /**
     * The lease of this engine.
     *
     * @param renewedAt when the engine asked for the last renewal that succeeded
     * @param held whether it is valid now
     */
    public record LeaseReading(Optional<Instant> renewedAt, boolean held) {}

    /**
     * @param handles is told what becomes of the deployments
     * @param listeners are notified of the events
     * @param deploymentLog logs the events; empty if they are not logged
     */
    public DeploymentRegistry(
            Loop loop,
            HandleUpdates handles,
            List<Publisher.Subscriber> listeners,
            Optional<DeploymentLog> deploymentLog) {
        this.handles = handles;
        this.ownership = new ServiceOwnership(loop, this);
        this.leases = new Leases(loop, ownership::regained);
        this.journalWriter = new JournalWriter(loop, this);
        this.watchPool = new WatchPool(loop);
        this.deploymentLog = deploymentLog;
        this.publisher = new Publisher(
                loop,
                Stream.concat(
                                listeners.stream(),
                                deploymentLog.map(log -> new Publisher.Subscriber(Optional.empty(), log)).stream())
                        .toList());
        this.deployments = new ActiveDeployments(loop, this);
        this.quarantine = new Quarantine(loop, this);
        this.inbox = new CommandInbox(loop, this);
        this.remote = new RemoteDeployments(loop, handles);
        this.arrivals = new Arrivals(loop, this);
        this.orders = new Orders(loop, this);
        this.journalPoll = new JournalPoll(loop, this);
        loop.whenQuiet(this::work);
        loop.afterRound(this::count);
        count();
    }

    private void count() {
        census = new Census(
                deployments.count(),
                slots.waiting(),
                journalWriter.unstored(),
                journalWriter.oldestUnstored(),
                publisher.queues());
    }

    /** From any thread. */
    public Census census() {
        return census;
    }

    /** From any thread. */
    public LeaseReading lease() {
        return new LeaseReading(leases.renewedAt(), leases.isValid());
    }

    /** Who may read in a place now. */
    ReadRounds rounds(String place) {
        return rounds.computeIfAbsent(place, name -> new ReadRounds());
    }

    boolean isClosing() {
        return closing;
    }

    /** Deployments that can't be decoded; from any thread. */
    public Set<DeploymentId> quarantined() {
        return quarantine.ids();
    }

    public void start() {
        leases.renew();
        journalPoll.start();
    }

    private boolean work() {
        return !closing && (deployments.proceed() || journalWriter.flush());
    }

    /** A user ordered a deployment here. */
    public void order(DeploymentId id, DeploymentSpec spec, Optional<Command.Origin> by) {
        if (!closing) {
            orders.take(id, spec, by);
        }
    }

    /** A user wants to know what becomes of a deployment that is in the journal. */
    public void follow(DeploymentId id, ServiceRef service) {
        if (!closing) {
            arrivals.begin(id, service);
        }
    }

    /** The mailbox has a command for a deployment. */
    public void readCommands(DeploymentId id) {
        inbox.read(id);
    }

    /**
     * Submits a command to a deployment that is in the journal since just now. The journal is a call like any other,
     * and it is repeated until it is answered.
     *
     * @param told whether the command was taken
     */
    public void submit(DeploymentId id, String commandId, Command command, Consumer<Boolean> told) {
        inbox.submit(id, commandId, command, told);
    }

    /** Stops work, then journals what was decided, notifies listeners of it, and ends the lease. */
    public void close(Runnable done) {
        closing = true;
        slots.close();
        ownership.close();
        deployments.stop();
        journalWriter.close(() -> {
            deployments.drop();
            AtomicInteger open = new AtomicInteger(2);
            Runnable ended = () -> {
                if (open.decrementAndGet() == 0) {
                    done.run();
                }
            };
            leases.end(ended);
            publisher.whenIdle(ended);
        });
    }

    /** From the thread that closes the engine: if that is a listener's, nobody waits for this listener. */
    public void closesFromListener() {
        publisher.closesFromListener();
    }
}
