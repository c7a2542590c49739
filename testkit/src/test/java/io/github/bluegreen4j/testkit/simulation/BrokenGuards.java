package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.PauseApprovals;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The workflow's guards, each with one rule broken. */
public final class BrokenGuards {
    private static final Verdict FINE = new Verdict(Watch.Condition.GOOD, "whatever is seen", "whatever is seen", true);

    private BrokenGuards() {}

    public static Guards withoutQuiescence() {
        return new Guards() {
            @Override
            public boolean isFree(PendingWork pendingWork, Effect.Resource resource) {
                return true;
            }
        };
    }

    public static Guards withOneApprovalForAll() {
        return new Guards() {
            @Override
            public boolean isApproved(PauseApprovals approvals) {
                return !approvals.given().isEmpty();
            }
        };
    }

    public static Guards withDeafPolicies() {
        return new Guards() {
            @Override
            public Verdict permission(Readings readings) {
                return FINE;
            }
        };
    }

    public static Guards withoutPointOfNoReturn() {
        return new Guards() {
            @Override
            public boolean canRollBack(Forward state) {
                return true;
            }
        };
    }

    public static Guards withoutConsequenceOf(Set<Timer.Kind> deadlines) {
        return new Guards() {
            @Override
            public boolean hasConsequence(Timer timer) {
                return deadlines.stream().noneMatch(kind -> timer.equals(new Timer.Of(kind)));
            }
        };
    }

    public static Guards withoutCleanUpGate() {
        return new Guards() {
            @Override
            public Verdict cleanUp(Running run, Readings readings) {
                return FINE;
            }
        };
    }

    public static Guards withLatchedCapacity() {
        return new Guards() {
            @Override
            public Verdict capacity(Running run, Readings readings) {
                return FINE;
            }
        };
    }

    public static Guards withoutFreshness() {
        return new Guards() {
            @Override
            public boolean isFresh(Duration freshness, Instant oldestRead, Instant now) {
                return true;
            }
        };
    }

    public static Guards withLostStops() {
        return new Guards() {
            @Override
            public boolean canStop(Forward state) {
                return false;
            }
        };
    }

    public static Guards withoutPatienceForWeakBlue() {
        return new Guards() {
            @Override
            public Swing swing(Running run, Readings readings) {
                return Swing.NOW;
            }
        };
    }
}
