package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.testkit.metrics.GreenBehaviour;
import io.github.bluegreen4j.testkit.metrics.MetricConditions;
import io.github.bluegreen4j.testkit.metrics.MetricFaults;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Generates a scenario. The same seed generates the same scenario. Its limits are short, so that every deadline is reached
 * in some runs.
 */
final class AnyScenario {
    private static final List<LifecycleStage> HOOKED = List.of(
            LifecycleStage.PRE_SCALE_UP,
            LifecycleStage.POST_SCALE_UP,
            LifecycleStage.TEST_TRAFFIC_SHIFT,
            LifecycleStage.POST_TEST_TRAFFIC_SHIFT,
            LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
            LifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
            // Twice: without a hook the stage takes no time, and hardly any fault falls into it.
            LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT,
            LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT,
            LifecycleStage.PRE_ROLLBACK,
            LifecycleStage.POST_ROLLBACK);
    private static final DeploymentLimits LIMITS = DeploymentLimits.DEFAULTS
            .withStage(Duration.ofMinutes(12))
            .withDeployment(Duration.ofMinutes(40))
            .withCleanUpGate(Duration.ofMinutes(3))
            .withCleanUp(Duration.ofMinutes(6));

    private static final List<Duration> LATENCIES = List.of(
            Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(500), Latency.MOST);

    private static final long POLICY = 0x5EED;
    private static final long KEEP = 0xB10E;
    private static final int RULE_UNNAMED = 6;
    private static final int RULE_IS_NAMED = 7;

    private final ScenarioNames names;
    private final long seed;
    private final SplittableRandom random;
    private final RandomChoice choice;
    private final int kindOfStart;
    /** Choices about metrics are made apart: the others of a seed stay as they were. */
    private final RandomChoice metrics;

    private AnyScenario(long seed, ScenarioNames names) {
        this.names = names;
        this.seed = seed;
        random = new SplittableRandom(seed);
        choice = new RandomChoice(random);
        kindOfStart = random.nextInt(16);
        metrics = new RandomChoice(new SplittableRandom(seed * 41 + 13));
    }

    static Scenario of(long seed) {
        return of(seed, ScenarioNames.PLAIN);
    }

    static Scenario of(long seed, ScenarioNames names) {
        return new AnyScenario(seed, names).scenario();
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private Scenario scenario() {
        DeploymentSpec spec = spec();
        Scenario scenario =
                Scenario.of(spec).routeOfOthers(names.theirs()).load(0).desiredCount(1 + random.nextInt(3));
        TaskBehaviour tasks = tasks(choice);
        scenario.tasks(tasks);
        circumstance(tasks).ifPresent(scenario::with);
        long hookSeed = random.nextLong();
        spec.hooks().stream()
                .filter(hook -> hook.kind() == HookSpec.Kind.NAMED)
                .forEach(hook -> scenario.hook(hook.name(), new RandomHook(hookSeed)));
        if (oneIn(2)) {
            scenario.autoscaled();
        }
        if (oneIn(5)) {
            scenario.engines(2 + random.nextInt(2)).with(Circumstance.STANDBY);
        }
        // A number of its own, as for approvals.
        if (new SplittableRandom(seed ^ POLICY).nextInt(3) == 0) {
            scenario.with(Circumstance.POLICY).policy("mood", new ChangingPolicy(seed));
        }
        boolean scales = oneIn(3);
        scenario.world(world -> world.scalesRevisions(names.service(), scales));
        start(scenario);
        if (oneIn(4)) {
            lag(scenario);
        }
        latency(scenario);
        if (oneIn(3)) {
            listener(scenario);
        }
        if (oneIn(8)) {
            boolean blocks = oneIn(2);
            scenario.callbacks(blocks ? CallbackExecutor.BLOCK : CallbackExecutor.RUN_LATE)
                    .with(blocks ? Circumstance.CALLBACKS_BLOCK : Circumstance.CALLBACKS_LATE);
        }
        clocks(scenario);
        if (spec.analysis().enabled()) {
            metrics(scenario);
        }
        if (oneIn(4)) {
            scenario.bestEffort();
        }
        return scenario.engine(builder -> builder.journalPoll(Duration.ofSeconds(15)));
    }

    /** Gives each machine its own clock, up to ten minutes ahead or behind. That of the first engine is right. */
    private void clocks(Scenario scenario) {
        if (oneIn(3)) {
            int minutes = random.nextInt(1, 11) * (oneIn(2) ? 1 : -1);
            scenario.with(Circumstance.CLOCKS_APART)
                    .clocks(engine -> Duration.ofMinutes(engine % 2 == 0 ? minutes : 0));
        }
    }

    /** Adds a listener, most often a harmless one. */
    private void listener(Scenario scenario) {
        switch (random.nextInt(6)) {
            case 0 ->
                scenario.with(Circumstance.LISTENER_FAILS).listener((id, version, event) -> {
                    if (version % 2 == 0) {
                        throw new IllegalStateException("broken");
                    }
                    throw new StackOverflowError();
                });
            case 1 ->
                scenario.with(Circumstance.LISTENER_SLOW)
                        .listening(Fate.answeredAfter(choice.seconds(1, 50)))
                        .listener((id, version, event) -> {});
            case 2 ->
                scenario.with(Circumstance.LISTENER_BLOCKS)
                        .listening(Fate.hangs())
                        .listener((id, version, event) -> {});
            case 3, 4 -> scenario.with(Circumstance.LISTENER_NAMED).namedListener(oneIn(2));
            default -> scenario.listener((id, version, event) -> {});
        }
    }

    /** Sets how long calls take, most often no time. */
    private void latency(Scenario scenario) {
        Duration journal = oneIn(4) ? choice.any(LATENCIES) : Duration.ZERO;
        Duration ports = oneIn(4) ? choice.any(LATENCIES) : Duration.ZERO;
        scenario.latency(Latency.upTo(journal, ports, random.nextLong()));
        if (!journal.isZero()) {
            scenario.with(Circumstance.SLOW_JOURNAL);
        }
        if (!ports.isZero()) {
            scenario.with(Circumstance.SLOW_PORTS);
        }
    }

    /** Sets the lag of the data plane. A hidden lag stays within the drain window, which is the engine's stated limit. */
    private void lag(Scenario scenario) {
        Duration said = choice.any(List.of(Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(75)));
        Duration hidden = choice.any(List.of(Duration.ZERO, Duration.ofSeconds(10), LIMITS.drain()));
        scenario.world(world -> {
            Duration stated = scenario.statedLag().orElse(said);
            world.lags(names.production(), stated.plus(hidden), stated);
        });
        if (!hidden.isZero()) {
            scenario.with(Circumstance.SILENT_LAG);
        }
        if (said.compareTo(Duration.ofMinutes(1)) > 0) {
            scenario.with(Circumstance.LONG_LAG);
        }
    }

    /** Metrics of a busy or an idle service, with what may be wrong with them, and a green that may be worse. */
    private void metrics(Scenario scenario) {
        double load = metrics.any(List.of(0.5, 50.0, 500.0));
        MetricConditions conditions = MetricConditions.ORDINARY
                .withRequestsPerSecond(load)
                .withErrorRate(metrics.any(List.of(0.0, 0.001, 0.05)))
                .withShocksPerHour(metrics.oneIn(3) ? 6 : 0);
        GreenBehaviour green = metrics.any(List.of(
                GreenBehaviour.SAME,
                GreenBehaviour.SAME,
                new GreenBehaviour(10, 0.03, 1),
                new GreenBehaviour(1, 0, 3)));
        boolean incomplete = metrics.oneIn(3);
        boolean wrong = metrics.oneIn(6);
        MetricFaults faults =
                new MetricFaults(metrics.seconds(0, 120), incomplete ? 0.3 : 0, incomplete ? 0.3 : 0, wrong ? 10 : 1);
        long seed = metrics.below(1_000_000);
        scenario.world(world -> {
            world.metrics().generate(names.production(), conditions, seed);
            world.metrics().behaves(names.revision().definition(), green);
            world.metrics().faults(faults);
        });
        if (incomplete) {
            scenario.with(Circumstance.METRICS_INCOMPLETE);
        }
        if (wrong) {
            scenario.with(Circumstance.METRICS_WRONG);
        }
    }

    /** How blue is kept, in every fourth scenario. A number of its own, as for approvals. */
    private Optional<KeepBlue> keepBlue() {
        RandomChoice keeping = new RandomChoice(new SplittableRandom(seed * 53 ^ KEEP));
        return keeping.oneIn(4)
                ? Optional.of(new KeepBlue(
                        Duration.ofMinutes(1 + keeping.below(6)),
                        keeping.any(List.of(Percent.HUNDRED, Percent.of(50)))))
                : Optional.empty();
    }

    private AnalysisPolicy analysis() {
        return AnalysisPolicy.STANDARD
                .withGate(!metrics.oneIn(4))
                .withRollback(!metrics.oneIn(6))
                .withEvidenceLimit(
                        Duration.ofMinutes(1 + metrics.below(8)),
                        metrics.oneIn(3) ? TimeoutAction.CONTINUE : TimeoutAction.ROLLBACK);
    }

    private DeploymentSpec spec() {
        boolean recovery = oneIn(25);
        DeploymentSpec.Builder builder = recovery
                ? DeploymentSpec.recovery(names.service())
                : DeploymentSpec.blueGreen(names.service())
                        .revision(
                                names.revision().definition(), names.revision().settings());
        builder.productionRoute(names.production())
                .targetGroups(names.first(), names.second())
                .limits(LIMITS);
        if (kindOfStart == RULE_IS_NAMED) {
            builder.otherRoute(names.theirs());
        }
        if (oneIn(4)) {
            builder.productionRoute(names.more());
        }
        if (!oneIn(3)) {
            builder.testRoute(names.test());
        }
        TrafficStrategy strategy = switch (random.nextInt(4)) {
            case 0 -> TrafficStrategy.canary(Percent.of(10), Duration.ofSeconds(40));
            case 1 -> TrafficStrategy.linear(Percent.of(40), Duration.ofSeconds(20));
            default -> TrafficStrategy.allAtOnce();
        };
        builder.strategy(strategy);
        if (strategy.steps().size() > 1 && metrics.oneIn(3)) {
            builder.analysis(analysis());
        }
        builder.bakeTime(Duration.ofSeconds(List.of(0, 30, 90).get(random.nextInt(3))));
        for (int i = random.nextInt(4); i > 0; i--) {
            TimeoutAction action = oneIn(3) ? TimeoutAction.CONTINUE : TimeoutAction.ROLLBACK;
            builder.hook(HOOKED.get(random.nextInt(HOOKED.size())), "hook-" + i, Duration.ofMinutes(1), action);
        }
        if (oneIn(5)) {
            TimeoutAction action = oneIn(2) ? TimeoutAction.CONTINUE : TimeoutAction.ROLLBACK;
            // A number of its own, so that older seeds generate the same scenario otherwise.
            int needed = new SplittableRandom(~seed).nextInt(4);
            if (needed == 0) {
                builder.pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofMinutes(2), action);
            } else {
                Approvals approvals = new Approvals(Math.min(needed, 2), Users.APPROVERS);
                builder.pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofMinutes(2), approvals);
            }
        }
        if (oneIn(2)) {
            builder.alarms(AlarmPolicy.of("errors").withRollback(!oneIn(6)));
        }
        if (oneIn(3)) {
            builder.circuitBreaker(CircuitBreakerPolicy.DEFAULT.withRollback(!oneIn(6)));
        }
        if (oneIn(5)) {
            builder.drift(DeploymentSpec.OnDrift.PAUSE);
        }
        keepBlue().filter(keep -> !recovery).ifPresent(builder::keepBlue);
        builder.concurrency(oneIn(3) ? ConcurrencyPolicy.QUEUE : ConcurrencyPolicy.SUPERSEDE);
        builder.rollback(RollbackPolicy.DEFAULT
                .withDeadline(Duration.ofMinutes(8))
                .withWeakBlueWait(Duration.ofMinutes(2))
                .withHookBound(Duration.ofMinutes(1)));
        return builder.build();
    }

    /** Returns the behaviour of green's tasks. */
    static TaskBehaviour tasks(RandomChoice choice) {
        Duration starts = choice.seconds(5, 24);
        TaskBehaviour healthy = TaskBehaviour.healthy(starts, choice.seconds(0, 14));
        return switch (choice.below(18)) {
            case 0 -> TaskBehaviour.fails(starts);
            case 1 -> TaskBehaviour.unhealthy();
            case 2, 3 -> healthy.flapping(choice.seconds(1, 60), choice.seconds(1, 60));
            case 4 -> healthy.exiting(choice.seconds(1, 90));
            default -> healthy;
        };
    }

    static Optional<Circumstance> circumstance(TaskBehaviour tasks) {
        return switch (tasks.fate()) {
            case EXITS -> Optional.of(Circumstance.TASKS_EXIT);
            case FLAPS -> Optional.of(Circumstance.TASKS_FLAP);
            case HEALTHY, UNHEALTHY, FAILS, ERRS -> Optional.empty();
        };
    }

    private void start(Scenario scenario) {
        switch (kindOfStart) {
            case 0 -> scenario.world(world -> leftOver(world, 100));
            case 1 -> scenario.world(world -> leftOver(world, 50));
            case 2 -> scenario.first();
            case 3 -> scenario.world(world -> world.sicken(names.service(), blue(world), 1));
            case 4 ->
                scenario.with(Circumstance.TWO_IN_ONE_GROUP)
                        .world(world ->
                                world.launched(names.service(), "shop:1", names.first(), new DeploymentId("d-0")));
            case 5 ->
                scenario.with(Circumstance.FOREIGN_BLUE)
                        .first()
                        .world(world -> world.addStranger(names.first(), "10.9.9.9"));
            case RULE_UNNAMED -> scenario.with(Circumstance.RULE_OF_OTHERS).world(this::addRule);
            case RULE_IS_NAMED ->
                scenario.with(Circumstance.NAMED_RULE_OF_OTHERS).world(this::addRule);
            default -> {}
        }
    }

    private void addRule(SimulatedWorld world) {
        world.addRoute(names.theirs(), new TrafficSplit(Map.of(names.first(), 1)));
    }

    /** Adds a green that an earlier deployment left, with the route in between. */
    private void leftOver(SimulatedWorld world, int weightOfBlue) {
        world.launched(names.service(), "shop:1", names.second(), new DeploymentId("d-0"));
        world.rewrite(
                names.production(),
                new TrafficSplit(Map.of(names.first(), weightOfBlue, names.second(), 100 - weightOfBlue)));
    }

    private RevisionRef blue(SimulatedWorld world) {
        return world.describe(names.service()).revisions().stream()
                .filter(revision -> revision.targetGroup().equals(names.first()))
                .findFirst()
                .orElseThrow()
                .revision();
    }

    /** A policy that says yes or no, or breaks, and changes its mind every 20 s, until the run is calm. */
    private record ChangingPolicy(long seed) implements Policy {
        @Override
        public PolicyAnswer ask(PolicyRequest request) {
            long seconds = request.at().getEpochSecond();
            if (Duration.between(Simulation.START, request.at()).compareTo(RandomIncidents.LASTS) > 0) {
                return PolicyAnswer.yes();
            }
            int mood = new SplittableRandom(seed + seconds / 20).nextInt(8);
            if (mood == 0) {
                throw new IllegalStateException("the policy broke");
            }
            return mood == 1
                    ? PolicyAnswer.unknown("it cannot tell")
                    : mood < 4 ? PolicyAnswer.no("it does not like it now") : PolicyAnswer.yes();
        }
    }

    /**
     * A hook that mostly succeeds, at once or later. Its result depends only on the execution, not on when or how often it
     * is called.
     */
    private record RandomHook(long seed) implements LifecycleHook {
        @Override
        public HookResult invoke(HookInvocation invocation) {
            SplittableRandom mood = new SplittableRandom(
                    seed + invocation.execution().toString().hashCode());
            int choice = mood.nextInt(16);
            if (choice == 0) {
                return HookResult.failed("it does not like it");
            }
            if (choice == 1) {
                return HookResult.inProgress(Duration.ofSeconds(10));
            }
            if (choice == 2) {
                throw new IllegalStateException("the hook broke");
            }
            return HookResult.succeeded();
        }
    }
}
