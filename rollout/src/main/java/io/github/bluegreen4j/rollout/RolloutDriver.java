package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the rollouts of a journal with an engine on that journal. Every process with an engine may have one: several at once do no harm,
 * and when one dies, another continues.
 *
 * <pre>{@code
 * Rollouts rollouts = Rollouts.in(journal);
 * DeploymentEngine engine = DeploymentEngine.builder().journal(journal).policy("rollout", rollouts.policy())...build();
 * RolloutDriver driver = RolloutDriver.builder(engine, rollouts).condition("error-budget", question -> ...).start();
 * }</pre>
 *
 * <p>It reads the open rollouts every 5 s, on one thread of its own. A poll reads the deployments of the wave that runs, those that have
 * ended once. Conditions run on other threads. Close it before the engine. Safe for use by many threads.
 */
public final class RolloutDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutDriver.class);

    /** A decision follows from the one before; this many in one poll are a defect. */
    private static final int MOST_DECISIONS = 400;

    /** A condition that has not answered after this time is interrupted and asked anew. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    /** So many calls of one condition may hang in spite of that. */
    private static final int MOST_HANGING = 3;

    private final DeploymentEngine engine;
    private final Rollouts rollouts;
    private final Map<String, WaveCondition> conditions;

    /** How many calls of each condition run. */
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

    private final Executor executor;
    private final AutoCloseable threads;
    private final Map<String, Driven> driven = new HashMap<>();

    private RolloutDriver(Builder builder, Executor executor, AutoCloseable threads) {
        this.engine = builder.engine;
        this.rollouts = builder.rollouts;
        this.conditions = new LinkedHashMap<>(builder.conditions);
        this.executor = executor;
        this.threads = threads;
    }

    /** What is remembered of a rollout between polls. All of it can be lost. */
    private static final class Driven {
        private final Standings standings;
        private final WaveTimer timer;
        private final Map<DeploymentId, Deployment> ordered = new HashMap<>();
        private final Map<DeploymentId, String> obstacles = new LinkedHashMap<>();
        private final Set<DeploymentId> unreadable = new HashSet<>();
        private final Set<String> sent = new HashSet<>();
        private final Map<String, Asked> asked = new HashMap<>();
        private Optional<String> failure = Optional.empty();

        Driven(Rollouts rollouts) {
            standings = new Standings(rollouts.store().journal());
            timer = new WaveTimer(rollouts.store(), rollouts.time());
        }
    }

    /** A question to a condition. */
    private record Asked(FutureTask<PolicyAnswer> answer, Instant since) {
        boolean isDone() {
            return answer.isDone();
        }

        PolicyAnswer said(String name) {
            if (!answer.isDone()) {
                return PolicyAnswer.unknown("it has not answered since " + since);
            }
            try {
                PolicyAnswer said = answer.get();
                return said == null ? PolicyAnswer.unknown("it answered null") : said;
            } catch (ExecutionException failed) {
                LOG.debug("Condition {} failed", name, failed);
                return PolicyAnswer.unknown("it failed with " + failed.getCause());
            } catch (InterruptedException impossible) {
                Thread.currentThread().interrupt();
                return PolicyAnswer.unknown("this driver is closed");
            }
        }
    }

    /**
     * {@return a new builder}
     *
     * @param engine orders the deployments
     * @param rollouts the rollouts of the engine's journal
     */
    public static Builder builder(DeploymentEngine engine, Rollouts rollouts) {
        return new Builder(engine, rollouts);
    }

    /**
     * Does everything that is due now for every open rollout. {@link Builder#start} has a thread that calls it; a test in virtual time calls
     * it itself, see {@link Builder#driven}. A rollout that cannot be read or stored now is tried again in the next poll.
     */
    public synchronized void poll() {
        List<Journal.Document> open;
        try {
            open = rollouts.store().open();
        } catch (PortException away) {
            LOG.debug("Rollouts can't be read now", away);
            return;
        }
        driven.keySet().retainAll(open.stream().map(Journal.Document::name).toList());
        for (Journal.Document document : open) {
            Driven memory = driven.computeIfAbsent(document.name(), id -> new Driven(rollouts));
            try {
                drive(rollouts.store().rollout(document), memory);
                memory.failure = Optional.empty();
            } catch (PortException | InvalidSpecException failed) {
                String what = String.valueOf(failed.getMessage());
                if (!memory.failure.equals(Optional.of(what))) {
                    LOG.warn("Rollout {} can't be continued now, and is tried again: {}", document.name(), what);
                    memory.failure = Optional.of(what);
                }
            } catch (RuntimeException | Error defect) { // of this rollout, not of the others
                String what = defect.toString();
                if (!memory.failure.equals(Optional.of(what))) {
                    LOG.error(
                            "Rollout {} can't be continued, and is tried again; please report this defect",
                            document.name(),
                            defect);
                    memory.failure = Optional.of(what);
                }
            }
        }
    }

    private void drive(Rollout found, Driven memory) {
        Rollout rollout = found;
        Set<String> used = new HashSet<>();
        memory.asked.forEach((name, answer) -> {
            if (answer.isDone()) {
                used.add(name);
            }
        });
        for (int i = 0; i < MOST_DECISIONS; i++) {
            RolloutMachine.Sight sight = look(rollout, memory);
            RolloutMachine.Decision decision =
                    RolloutMachine.decide(rollout.id(), rollout.spec(), rollout.state(), sight);
            boolean isAnswered = ask(rollout, decision.questions(), memory);
            if (decision.events().isEmpty() && !isAnswered) {
                steer(rollout, decision, sight, memory);
                order(rollout, decision, memory);
                memory.timer.store(rollout);
                // A yes counts for this poll only. A condition that does not answer is not asked again meanwhile.
                memory.asked
                        .entrySet()
                        .removeIf(asked -> used.contains(asked.getKey())
                                && asked.getValue().isDone());
                return;
            }
            if (!decision.events().isEmpty()) {
                Rollout next = rollout.with(decision.events());
                if (!rollouts.store().store(next)) {
                    return; // Another driver or an operator was faster: the next poll reads what is so now.
                }
                tell(next, decision.events());
                memory.asked.clear();
                if (next.state().end().isPresent()) {
                    return;
                }
                rollout = next;
            }
        }
        LOG.warn(
                "Rollout {}: one poll took {} decisions; it is continued in the next one",
                rollout.id(),
                MOST_DECISIONS);
    }

    private static void tell(Rollout rollout, List<RolloutEvent> events) {
        for (RolloutEvent event : events) {
            if (event instanceof RolloutEvent.WaveFailed) {
                LOG.warn("Rollout {}: {}", rollout.id(), Given.visible(event.sentence()));
            } else {
                LOG.info("Rollout {}: {}", rollout.id(), Given.visible(event.sentence()));
            }
        }
    }

    private RolloutMachine.Sight look(Rollout rollout, Driven memory) {
        Map<String, PolicyAnswer> answers = new HashMap<>();
        memory.asked.forEach((condition, asked) -> answers.put(condition, asked.said(condition)));
        RolloutMachine.Sight sight = rollouts.look(rollout, memory.standings, answers);
        settleOrders(sight.standings(), memory);
        sight.standings().forEach((id, standing) -> {
            boolean isUnreadable = standing.kind() == Standing.Kind.UNREADABLE;
            if (isUnreadable ? memory.unreadable.add(id) : memory.unreadable.remove(id)) {
                LOG.warn(
                        "Rollout {}: deployment {} {}",
                        rollout.id(),
                        id,
                        isUnreadable ? Given.visible(standing.text()) : "can be read again");
            }
        });
        // What this driver has ordered runs, although the journal may not have it yet.
        memory.ordered
                .keySet()
                .forEach(id -> sight.standings()
                        .put(id, new Standing(Standing.Kind.RUNNING, sight.now(), "ordered", Optional.empty())));
        return memory.timer.with(sight, rollout);
    }

    private void settleOrders(Map<DeploymentId, Standing> standings, Driven memory) {
        memory.ordered.keySet().removeAll(standings.keySet());
        memory.obstacles.keySet().removeAll(standings.keySet());
        memory.ordered.entrySet().removeIf(order -> {
            CompletableFuture<Deployment> accepted = order.getValue().accepted();
            if (accepted.isCompletedExceptionally()) {
                try {
                    accepted.join();
                } catch (CompletionException failed) {
                    obstacle(memory, order.getKey(), String.valueOf(failed.getCause()));
                }
                return true;
            }
            return false;
        });
    }

    private static void obstacle(Driven memory, DeploymentId id, String why) {
        if (!why.equals(memory.obstacles.put(id, why))) {
            LOG.warn("Deployment {} can't be ordered here now, and is tried again: {}", id, Given.visible(why));
        }
    }

    /** Asks conditions; whether one has answered that had not been asked. */
    private boolean ask(Rollout rollout, Set<String> questions, Driven memory) {
        boolean isAnswered = false;
        int wave = rollout.state().opened();
        Instant now = rollouts.time().wall();
        for (String name : questions) {
            Asked known = memory.asked.get(name);
            if (known != null && !known.isDone() && now.isAfter(known.since().plus(LONGEST_ANSWER))) {
                LOG.warn(
                        "Rollout {}: condition {} has not answered for {}; it is interrupted and asked again",
                        rollout.id(),
                        name,
                        LONGEST_ANSWER);
                known.answer().cancel(true);
                known = null;
            }
            if (known == null || (known.isDone() && !known.said(name).isYes())) {
                String waveName = rollout.spec().waves().get(wave - 1).name();
                Asked asked =
                        new Asked(answer(name, new WaveCondition.Question(rollout.id(), wave, waveName, now)), now);
                memory.asked.put(name, asked);
                isAnswered |= asked.isDone() && asked.said(name).isYes();
            }
        }
        return isAnswered;
    }

    private FutureTask<PolicyAnswer> answer(String name, WaveCondition.Question question) {
        WaveCondition condition = conditions.get(name);
        if (condition == null) {
            return known("it is not registered with this driver; registered: " + conditions.keySet());
        }
        AtomicInteger calls = running.computeIfAbsent(name, any -> new AtomicInteger());
        if (calls.get() >= MOST_HANGING) {
            return known(calls.get() + " calls of it hang and can't be interrupted: restart this process");
        }
        FutureTask<PolicyAnswer> answer = new FutureTask<>(() -> {
            calls.incrementAndGet();
            try {
                return condition.ask(question);
            } finally {
                calls.decrementAndGet();
            }
        });
        try {
            executor.execute(answer);
            return answer;
        } catch (RejectedExecutionException closed) {
            return known("this driver is closed");
        }
    }

    private static FutureTask<PolicyAnswer> known(String why) {
        FutureTask<PolicyAnswer> answer = new FutureTask<>(() -> PolicyAnswer.unknown(why));
        answer.run();
        return answer;
    }

    private void steer(Rollout rollout, RolloutMachine.Decision decision, RolloutMachine.Sight sight, Driven memory) {
        List<PortException> failures = new ArrayList<>();
        decision.steers().forEach((id, steer) -> {
            // The same command from every driver: the mailbox takes it once.
            String commandId = "rollout-" + steer + "-"
                    + rollout.state()
                            .stop()
                            .map(RolloutEvent::at)
                            .map(Object::toString)
                            .orElse("wave");
            if (memory.sent.contains(id + " " + commandId) || memory.ordered.containsKey(id)) {
                return;
            }
            DeploymentId addressee = steer == RolloutMachine.Steer.UNDO ? id.keeping() : id;
            try {
                boolean unused =
                        rollouts.store().journal().submit(addressee, commandId, command(rollout, steer, id, sight));
                memory.sent.add(id + " " + commandId);
            } catch (PortException failed) { // the others are told all the same
                failures.add(failed);
            }
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static Command command(
            Rollout rollout, RolloutMachine.Steer steer, DeploymentId id, RolloutMachine.Sight sight) {
        RolloutState state = rollout.state();
        String reason = "rollout " + rollout.id()
                + state.stop().map(stop -> ": " + stop.sentence()).orElse("");
        String why = reason.length() > Command.MAX_REASON ? reason.substring(0, Command.MAX_REASON - 1) : reason;
        Command.Origin origin = state.stop()
                .map(stop -> stop instanceof RolloutEvent.Commanded by
                        ? by.by()
                        : new Command.Origin("rollout " + rollout.id(), stop.at()))
                .orElse(new Command.Origin("rollout " + rollout.id(), sight.now()));
        return switch (steer) {
            case ROLL_BACK, UNDO -> new Command.RollBack(why, Optional.of(origin));
            case ABORT -> new Command.Abort(why, Optional.of(origin));
            case RELEASE ->
                new Command.Proceed(
                        Optional.ofNullable(sight.standings().get(id))
                                .flatMap(Standing::hookId)
                                .orElseThrow(),
                        TimeoutAction.CONTINUE,
                        Optional.of(origin));
        };
    }

    private void order(Rollout rollout, RolloutMachine.Decision decision, Driven memory) {
        if (decision.orders().isEmpty()) {
            return;
        }
        RolloutSpec.Wave wave =
                rollout.spec().waves().get(rollout.state().current().orElseThrow());
        decision.orders().forEach((id, number) -> {
            DeploymentSpec spec = wave.deployments().get(number);
            DeploymentSpec ordered = rollout.spec().rollback() == RolloutSpec.Rollback.JOINT
                    ? RolloutCodec.held(spec, rollout.spec().holdLimit())
                    : spec;
            try {
                memory.ordered.put(id, engine.deploy(id, ordered, rollout.by().actor()));
            } catch (DeploymentEngine.ClosedException closed) {
                LOG.debug("The engine is closed", closed);
            } catch (InvalidSpecException | DeploymentEngine.RejectedException refused) {
                obstacle(memory, id, String.valueOf(refused.getMessage()));
            }
        });
    }

    /**
     * {@return a rollout as it stands, with what only this driver knows: the answers of conditions, and which deployments cannot be ordered
     * here; empty if it is not open} It is as of the last poll.
     *
     * @param id the rollout
     */
    public synchronized Optional<RolloutDescription> describe(String id) {
        Driven memory = driven.get(id);
        if (memory == null) {
            return Optional.empty();
        }
        return rollouts.store().read(id).map(rollout -> {
            RolloutMachine.Sight sight = look(rollout, memory);
            RolloutDescription description = RolloutReports.of(
                    rollout, sight, RolloutMachine.decide(id, rollout.spec(), rollout.state(), sight));
            List<RolloutWait> waits = new ArrayList<>(description.waits());
            memory.obstacles.forEach((deployment, why) -> waits.add(new RolloutWait(
                    "deployment " + deployment + " can't be ordered here: " + why,
                    Optional.empty(),
                    "it can be ordered, here or by another driver")));
            memory.failure.ifPresent(why -> waits.add(new RolloutWait(why, Optional.empty(), "the journal answers")));
            return new RolloutDescription(
                    description.id(),
                    description.status(),
                    description.startedBy(),
                    description.rollback(),
                    description.waves(),
                    description.deployments(),
                    waits,
                    description.history());
        });
    }

    /** Stops to perform rollouts. Deployments that run continue; another driver continues the rollouts. Does not close the engine. */
    @Override
    public void close() {
        try {
            threads.close();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Builds a driver. Not thread-safe. */
    public static final class Builder {
        private static final Duration CLOSE = Duration.ofSeconds(10);

        private final DeploymentEngine engine;
        private final Rollouts rollouts;
        private final Map<String, WaveCondition> conditions = new LinkedHashMap<>();
        private Duration interval = Duration.ofSeconds(5);

        private Builder(DeploymentEngine engine, Rollouts rollouts) {
            this.engine = Given.value("engine", engine);
            this.rollouts = Given.value("rollouts", rollouts);
        }

        /**
         * Adds a condition that waves name.
         *
         * @param name its name
         * @param condition the condition
         * @return this builder
         */
        public Builder condition(String name, WaveCondition condition) {
            conditions.put(Given.name("condition", name), Given.value("condition", condition));
            return this;
        }

        /**
         * Sets how often the driver reads the rollouts.
         *
         * @param newInterval 100 ms or more; 5 s by default
         * @return this builder
         */
        public Builder interval(Duration newInterval) {
            if (newInterval.compareTo(Duration.ofMillis(100)) < 0) {
                throw InvalidSpecException.refused("interval", newInterval.toString(), "100 ms or more");
            }
            interval = newInterval;
            return this;
        }

        /** {@return a driver with a thread of its own, which has begun} */
        public RolloutDriver start() {
            ScheduledExecutorService clock =
                    Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "rollouts"));
            ExecutorService asking = Executors.newCachedThreadPool(task -> daemon(task, "rollout-conditions"));
            RolloutDriver driver = new RolloutDriver(this, asking, () -> {
                clock.shutdown();
                asking.shutdownNow();
                if (!clock.awaitTermination(CLOSE.toSeconds(), TimeUnit.SECONDS)) {
                    clock.shutdownNow();
                }
            });
            ScheduledFuture<?> unused =
                    clock.scheduleWithFixedDelay(() -> guarded(driver), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
            return driver;
        }

        private static void guarded(RolloutDriver driver) {
            try {
                driver.poll();
            } catch (Throwable defect) { // an Error, too, would end the thread, and with it every rollout
                LOG.error("A poll of the rollouts failed; it is repeated. Please report this defect", defect);
            }
        }

        private static Thread daemon(Runnable task, String name) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        }

        /**
         * {@return a driver without a thread: the caller calls {@link RolloutDriver#poll}, and conditions run inside of it} For tests in
         * virtual time.
         */
        public RolloutDriver driven() {
            return driven(Runnable::run);
        }

        /** The same, with conditions on threads of their own. */
        RolloutDriver driven(Executor executor) {
            return new RolloutDriver(this, executor, () -> {});
        }
    }
}
