package io.github.bluegreen4j.testkit.explorer;

import static io.github.bluegreen4j.testkit.explorer.Power.ABORT;
import static io.github.bluegreen4j.testkit.explorer.Power.BLIND_WATCH;
import static io.github.bluegreen4j.testkit.explorer.Power.BLUE_ILL;
import static io.github.bluegreen4j.testkit.explorer.Power.BREAK;
import static io.github.bluegreen4j.testkit.explorer.Power.CONTINUE;
import static io.github.bluegreen4j.testkit.explorer.Power.CRASH;
import static io.github.bluegreen4j.testkit.explorer.Power.DELETE_BLUE;
import static io.github.bluegreen4j.testkit.explorer.Power.DELETE_GREEN;
import static io.github.bluegreen4j.testkit.explorer.Power.DELETE_GROUP;
import static io.github.bluegreen4j.testkit.explorer.Power.DELETE_SERVICE;
import static io.github.bluegreen4j.testkit.explorer.Power.DESIRED_RISES;
import static io.github.bluegreen4j.testkit.explorer.Power.DRIFT;
import static io.github.bluegreen4j.testkit.explorer.Power.FORBID;
import static io.github.bluegreen4j.testkit.explorer.Power.GREEN_ILL;
import static io.github.bluegreen4j.testkit.explorer.Power.GREEN_WORSE;
import static io.github.bluegreen4j.testkit.explorer.Power.HEAL;
import static io.github.bluegreen4j.testkit.explorer.Power.LATE;
import static io.github.bluegreen4j.testkit.explorer.Power.LOSE_ANSWER;
import static io.github.bluegreen4j.testkit.explorer.Power.METRICS_LOST;
import static io.github.bluegreen4j.testkit.explorer.Power.REJECT;
import static io.github.bluegreen4j.testkit.explorer.Power.ROLL_BACK;
import static io.github.bluegreen4j.testkit.explorer.Power.SKIP;
import static io.github.bluegreen4j.testkit.explorer.Power.SLOW;
import static io.github.bluegreen4j.testkit.explorer.Power.UNREADABLE;

import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The bounds that every build searches whole, and the larger ones of the profile. The budgets: faults, changes,
 * commands, crashes.
 */
final class ExplorationBounds {
    private static final Set<BrokenCalls> ANY = EnumSet.allOf(BrokenCalls.class);
    private static final Set<Power> CRASHES = EnumSet.of(LATE, LOSE_ANSWER, CRASH, ROLL_BACK, ABORT);
    private static final Set<Power> WEAKNESS =
            EnumSet.of(GREEN_ILL, BLUE_ILL, HEAL, DESIRED_RISES, ROLL_BACK, UNREADABLE, SLOW, LATE);
    private static final Set<Power> BREAKING = EnumSet.of(BREAK, LATE, ROLL_BACK, CRASH);

    private static final Set<Power> ANALYSIS =
            EnumSet.of(GREEN_WORSE, METRICS_LOST, BLIND_WATCH, ROLL_BACK, SKIP, CRASH, LATE);

    private static final Set<Power> DELETIONS = EnumSet.of(
            DELETE_GREEN, DELETE_BLUE, DELETE_GROUP, DELETE_SERVICE, ROLL_BACK, ABORT, LATE, LOSE_ANSWER, UNREADABLE);
    private static final Set<Power> LAGS = EnumSet.of(LATE, LOSE_ANSWER, ROLL_BACK, CRASH, GREEN_ILL, DRIFT);
    private static final Set<Power> LATE_WRITES = EnumSet.of(CRASH, ROLL_BACK, ABORT, BLUE_ILL, GREEN_ILL, HEAL);
    private static final Set<Power> APPROVALS = EnumSet.of(CONTINUE, REJECT, ROLL_BACK, CRASH);
    private static final Set<Power> POLICIES = EnumSet.of(FORBID, GREEN_ILL, ROLL_BACK, UNREADABLE, LOSE_ANSWER, CRASH);
    private static final Duration SETTLE = Duration.ofSeconds(75);

    private ExplorationBounds() {}

    /** Within a minute, all together. */
    static List<Bound> usual() {
        return List.of(
                Bound.of("all at once", Specs.allAtOnce()).budget(1, 1, 0, 0),
                Bound.of("operators and a crash", Specs.allAtOnce())
                        .withAutoScaling()
                        .budget(0, 0, 2, 1),
                Bound.of("three crashes", Specs.withoutTestRoute())
                        .withAutoScaling()
                        .powers(CRASHES)
                        .budget(1, 0, 1, 3),
                Bound.of("canary", Specs.canary()).budget(1, 1, 0, 0),
                Bound.of("linear", Specs.linear()).budget(1, 0, 1, 0),
                Bound.of("custom steps", Specs.customSteps()).budget(0, 1, 0, 1),
                Bound.of("hooks and a pause", Specs.hooks()).budget(1, 0, 1, 0),
                Bound.of("a pause and two commands", Specs.hooks())
                        .withAutoScaling()
                        .budget(0, 0, 2, 0),
                Bound.of("approvals", Specs.approvals()).powers(APPROVALS).budget(0, 0, 3, 0),
                Bound.of("policies", Specs.canary()).powers(POLICIES).budget(1, 2, 1, 1),
                Bound.of("policies, two routes and test", Specs.twoRoutesAndTest())
                        .powers(POLICIES)
                        .budget(1, 2, 1, 0),
                Bound.of("hooks in between", Specs.hooksInBetween()).budget(1, 0, 1, 0),
                Bound.of("hooks of shift and rollback", Specs.shiftHooks()).budget(1, 0, 1, 0),
                Bound.of("two routes", Specs.twoRoutes()).budget(1, 1, 0, 0),
                Bound.of("two routes and test", Specs.twoRoutesAndTest()).budget(1, 0, 1, 0),
                Bound.of("drift pauses", Specs.pausedDrift()).budget(0, 2, 1, 0),
                Bound.of("alarms", Specs.alarms(true)).budget(0, 2, 0, 0),
                Bound.of("alarms without rollback", Specs.alarms(false)).budget(0, 2, 0, 0),
                Bound.of("analysis", Specs.analysis(TimeoutAction.ROLLBACK))
                        .powers(ANALYSIS)
                        .budget(0, 2, 1, 1),
                Bound.of("analysis goes on without evidence", Specs.analysis(TimeoutAction.CONTINUE))
                        .powers(ANALYSIS)
                        .budget(1, 1, 1, 0),
                Bound.of("circuit breaker", Specs.circuitBreaker(true)).budget(0, 2, 0, 0),
                Bound.of("breaker without rollback", Specs.circuitBreaker(false))
                        .budget(0, 2, 0, 0),
                Bound.of("weak blue", Specs.withoutTestRoute())
                        .tasks(2)
                        .powers(WEAKNESS)
                        .budget(0, 3, 1, 0),
                Bound.of("weak blue, faults", Specs.withoutTestRoute())
                        .tasks(2)
                        .powers(WEAKNESS)
                        .budget(1, 1, 1, 0),
                Bound.of("weak blue, two routes", Specs.twoRoutes())
                        .powers(WEAKNESS)
                        .budget(1, 1, 1, 0),
                Bound.of("broken for good", Specs.hooks())
                        .withAutoScaling()
                        .breaking(ANY)
                        .powers(BREAKING)
                        .budget(1, 1, 1, 0),
                Bound.of("broken, all routes", Specs.twoRoutesAndTest())
                        .withAutoScaling()
                        .breaking(ANY)
                        .powers(BREAKING)
                        .budget(0, 1, 0, 1),
                Bound.of("broken, reconciling", Specs.allAtOnce())
                        .from(StartWorld.SPLIT)
                        .breaking(ANY)
                        .powers(BREAKING)
                        .budget(1, 1, 0, 0),
                from(StartWorld.SPLIT).budget(1, 1, 0, 0),
                from(StartWorld.LEFT_OVER).budget(0, 1, 1, 0),
                from(StartWorld.SHIFTED).budget(0, 1, 0, 1),
                from(StartWorld.BROKEN_BLUE).budget(1, 1, 0, 0),
                from(StartWorld.ALL_BROKEN).budget(0, 2, 0, 0),
                from(StartWorld.SICK).budget(0, 2, 0, 0),
                from(StartWorld.FIRST_DEPLOYMENT).budget(1, 1, 0, 0),
                from(StartWorld.FOREIGN_BLUE).budget(1, 1, 0, 0),
                from(StartWorld.FOREIGN_SPLIT).budget(1, 1, 0, 0),
                from(StartWorld.FOREIGN_SHIFTED).budget(0, 1, 0, 1),
                Bound.of("recovery of a foreign blue", Specs.recovery())
                        .from(StartWorld.FOREIGN_SPLIT)
                        .budget(1, 1, 1, 1),
                Bound.of("two routes disagree", Specs.twoRoutes())
                        .from(StartWorld.DISAGREEING)
                        .budget(1, 1, 0, 0),
                Bound.of("keeping blue", Specs.keepingBlue(100)).budget(1, 1, 0, 0),
                Bound.of("keeping half of blue", Specs.keepingBlue(50)).tasks(2).budget(1, 0, 1, 1),
                Bound.of("kept", Specs.keeping(100, Specs.plain().testRoute("test")))
                        .from(StartWorld.KEPT)
                        .budget(1, 1, 1, 0),
                Bound.of("kept, half", Specs.keeping(50, Specs.plain()))
                        .from(StartWorld.KEPT)
                        .tasks(2)
                        .powers(WEAKNESS)
                        .budget(1, 1, 2, 0),
                Bound.of("kept, crashes", Specs.keeping(100, Specs.plain().productionRoute("prod-2")))
                        .from(StartWorld.KEPT)
                        .powers(CRASHES)
                        .budget(1, 0, 2, 2),
                Bound.of("kept, the line stops", Specs.keeping(100, Specs.plain()))
                        .from(StartWorld.KEPT)
                        .powers(POLICIES)
                        .budget(1, 1, 1, 1),
                Bound.of("kept, deletions", Specs.keeping(100, Specs.plain().testRoute("test")))
                        .from(StartWorld.KEPT)
                        .powers(DELETIONS)
                        .budget(0, 2, 1, 0),
                Bound.of("deletions", Specs.allAtOnce())
                        .withAutoScaling()
                        .powers(DELETIONS)
                        .budget(0, 1, 1, 0),
                Bound.of("deletions, canary", Specs.canary()).powers(DELETIONS).budget(0, 2, 1, 0),
                Bound.of("deletions, reconciling", Specs.allAtOnce())
                        .from(StartWorld.SPLIT)
                        .powers(DELETIONS)
                        .budget(1, 1, 0, 0),
                Bound.of("lagging data planes", Specs.allAtOnce())
                        .lagging(SETTLE)
                        .powers(LAGS)
                        .budget(1, 0, 1, 0),
                Bound.of("lagging, drift", Specs.canary())
                        .lagging(SETTLE)
                        .powers(LAGS)
                        .budget(0, 1, 1, 0),
                Bound.of("lagging, reconciling", Specs.withoutTestRoute())
                        .from(StartWorld.SPLIT)
                        .lagging(SETTLE)
                        .powers(LAGS)
                        .budget(1, 0, 1, 1),
                Bound.of("late writes", Specs.allAtOnce())
                        .withBestEffort()
                        .powers(LATE_WRITES)
                        .budget(0, 0, 1, 1),
                Bound.of("late writes, two routes", Specs.twoRoutesAndTest())
                        .withBestEffort()
                        .powers(LATE_WRITES)
                        .budget(0, 0, 0, 1),
                Bound.of("late writes, reconciling", Specs.withoutTestRoute())
                        .from(StartWorld.SPLIT)
                        .withBestEffort()
                        .powers(LATE_WRITES)
                        .budget(0, 0, 1, 2));
    }

    private static Bound from(StartWorld world) {
        return Bound.of("from " + world, Specs.allAtOnce()).from(world);
    }

    /** Within a few minutes. */
    static List<Bound> large() {
        return List.of(
                Bound.of("all at once, all together", Specs.allAtOnce()).budget(1, 1, 1, 1),
                Bound.of("two faults", Specs.allAtOnce()).budget(2, 1, 0, 0),
                Bound.of("canary, all together", Specs.canary()).budget(1, 1, 1, 1),
                Bound.of("three crashes, two faults", Specs.allAtOnce())
                        .withAutoScaling()
                        .powers(CRASHES)
                        .budget(2, 0, 1, 3),
                Bound.of("two routes, three crashes", Specs.twoRoutes())
                        .from(StartWorld.SPLIT)
                        .powers(CRASHES)
                        .budget(2, 0, 1, 3),
                Bound.of("approvals of both steps, a crash", Specs.approvals())
                        .powers(APPROVALS)
                        .budget(0, 0, 5, 1),
                Bound.of("hooks, two commands", Specs.hooks()).budget(1, 1, 2, 0),
                Bound.of("drift pauses, faults", Specs.pausedDrift()).budget(1, 2, 1, 0),
                Bound.of("alarms, three changes", Specs.alarms(true)).budget(1, 2, 1, 0),
                Bound.of("weak blue of two", Specs.twoRoutes())
                        .tasks(2)
                        .powers(WEAKNESS)
                        .budget(1, 2, 1, 0),
                Bound.of("two break for good", Specs.hooks())
                        .withAutoScaling()
                        .breaking(ANY)
                        .powers(BREAKING)
                        .budget(1, 2, 1, 1),
                from(StartWorld.SPLIT).budget(1, 1, 1, 1),
                from(StartWorld.BROKEN_BLUE).budget(1, 2, 0, 1),
                from(StartWorld.FIRST_DEPLOYMENT).budget(1, 1, 1, 1),
                from(StartWorld.FOREIGN_BLUE).budget(1, 1, 1, 1),
                Bound.of("two routes disagree", Specs.twoRoutesAndTest())
                        .from(StartWorld.DISAGREEING)
                        .budget(1, 2, 0, 0),
                Bound.of("deletions, all together", Specs.allAtOnce())
                        .withAutoScaling()
                        .powers(DELETIONS)
                        .budget(1, 1, 1, 0),
                Bound.of("lagging, all together", Specs.allAtOnce())
                        .lagging(SETTLE)
                        .powers(LAGS)
                        .budget(1, 1, 1, 1),
                Bound.of("lagging, two routes", Specs.twoRoutes())
                        .lagging(SETTLE)
                        .powers(LAGS)
                        .budget(1, 1, 1, 0),
                Bound.of("late writes, two routes, weak blue", Specs.twoRoutesAndTest())
                        .withBestEffort()
                        .powers(LATE_WRITES)
                        .budget(0, 1, 1, 1),
                Bound.of("late writes, two crashes", Specs.canary())
                        .withBestEffort()
                        .powers(LATE_WRITES)
                        .budget(0, 0, 1, 2));
    }
}
