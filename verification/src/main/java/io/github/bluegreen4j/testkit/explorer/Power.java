package io.github.bluegreen4j.testkit.explorer;

import java.util.EnumSet;
import java.util.Set;

/** What the adversary may do. Everything but the answers of hooks is paid for from one of its budgets. */
public enum Power {
    /** A call is refused for good. */
    REFUSE(Budget.FAULTS),
    /** A call is turned away for now, or conflicts with somebody else's write. */
    TURN_AWAY(Budget.FAULTS),
    /** A change is applied, and nobody hears of it. */
    LOSE_ANSWER(Budget.FAULTS),
    /** A change is not answered; it lands later, or never. */
    LATE(Budget.FAULTS),
    /** Something can't be read. */
    UNREADABLE(Budget.FAULTS),
    /** What is read is older than a gate allows. */
    SLOW(Budget.FAULTS),
    /** A hook says that it is still in progress, with other details. */
    HOOK_PROGRESS(Budget.FAULTS),
    /** A watch shows nothing. */
    BLIND_WATCH(Budget.FAULTS),
    /** A hook says no, answers nonsense or cannot be reached: free, since each is the end of the way forward. */
    HOOK_FAILS(Budget.FREE),
    /** Tasks of green turn unhealthy. */
    GREEN_ILL(Budget.CHANGES),
    /** Tasks of blue turn unhealthy. */
    BLUE_ILL(Budget.CHANGES),
    /** What was ill turns healthy again. */
    HEAL(Budget.CHANGES),
    /** A task of green fails. */
    TASK_FAILS(Budget.CHANGES),
    /** The service is asked to run one task more. */
    DESIRED_RISES(Budget.CHANGES),
    /** The alarm goes to ALARM, or back. */
    ALARM(Budget.CHANGES),
    /** The alarm can't be read any more. */
    ALARM_LOST(Budget.CHANGES),
    /** The metrics show that green is worse. */
    GREEN_WORSE(Budget.CHANGES),
    /** The metrics of the step show nothing any more. */
    METRICS_LOST(Budget.CHANGES),
    /** A policy that said yes says no. */
    FORBID(Budget.CHANGES),
    /** Somebody else gives a production route to the other group. */
    DRIFT(Budget.CHANGES),
    /** Somebody else makes a production route forward elsewhere. */
    DRIFT_AWAY(Budget.CHANGES),
    /** Somebody else deletes a production route. */
    DELETE_ROUTE(Budget.CHANGES),
    /** Somebody else deletes green. */
    DELETE_GREEN(Budget.CHANGES),
    /** Somebody else deletes blue, or what an earlier deployment left. */
    DELETE_BLUE(Budget.CHANGES),
    /** Somebody else deletes one of the two target groups. */
    DELETE_GROUP(Budget.CHANGES),
    /** Somebody else deletes the service. */
    DELETE_SERVICE(Budget.CHANGES),
    /** From now on calls of one kind never work: one of the bound's breakages. */
    BREAK(Budget.CHANGES),
    /** An operator rolls back. */
    ROLL_BACK(Budget.COMMANDS),
    /** An operator aborts. */
    ABORT(Budget.COMMANDS),
    /** An operator continues a pause. */
    CONTINUE(Budget.COMMANDS),
    /** An operator answers a pause with ROLLBACK. */
    REJECT(Budget.COMMANDS),
    /** An operator ends a bake. */
    SKIP(Budget.COMMANDS),
    /** A newer deployment wants the place. */
    SUPERSEDE(Budget.COMMANDS),
    /** The engine dies, and another goes on. */
    CRASH(Budget.CRASHES);

    private final int purse;

    Power(int purse) {
        this.purse = purse;
    }

    int purse() {
        return purse;
    }

    /** Deletions of what the deployment needs, and policies; not part of what a bound has by itself. */
    static Set<Power> extra() {
        return EnumSet.of(DELETE_GREEN, DELETE_BLUE, DELETE_GROUP, DELETE_SERVICE, FORBID);
    }
}
