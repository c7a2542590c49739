package io.github.bluegreen4j.testkit.explorer;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What the explorer checks. The numbers are those of the workflow's invariants. */
public enum Rule {
    /** A state form of the workflow's own invariants, checked on every state. */
    INVARIANT("a state breaks an invariant"),
    /** The workflow had to repair its own decision. */
    REPAIR("the workflow repaired its own decision"),
    /** Every change of node follows an edge of the stage graph. */
    EDGE("a way that the stage graph does not have"),
    /** The status changes only as documented. */
    STATUS("a change of status that does not exist"),
    /** I5: a rollback is accepted everywhere before CLEAN_UP, a stop in every forward state before it. */
    COMMAND("I5 a command was lost"),
    /** I12: an input that is delivered twice yields nothing the second time. */
    DUPLICATE("I12 a duplicate had an effect"),
    /** I12: the journal alone reproduces the state. */
    FOLD("I12 the journal does not reproduce the state"),
    /** I14: exactly one terminal event, absorbing. */
    TERMINAL("I14 the end is not the end"),
    /** I1: every write that gives weight followed, in the same script, a fresh look at that group's capacity. */
    CAPACITY("I1 weight was given without a fresh look at the capacity"),
    /** I1: no weight of green rises against a no of a policy; what goes back is exempt. */
    POLICY("I1 green got weight against a policy"),
    /** I2: nothing of ours takes capacity from behind weighted groups. */
    SCALE("I2 capacity was taken from a weighted group"),
    /** I3: nothing that has weight is retired by us. */
    RETIRE("I3 a revision with weight was retired"),
    /** I16: nothing is retired by us while the data plane of a route may still send to its group. */
    SETTLE("I16 a revision was retired while a data plane still sends to it"),
    /** I7: what was suspended is restored, or named at the end. */
    RELEASE("I7 scale-in stays suspended and is not named"),
    /** I8: what is left over at the end is named. */
    LEFT_OVER("I8 a left-over is not named"),
    /** I19: an order that keeps a revision moves no weight, and an undo gives weight only to a revision known to be healthy. */
    KEPT("I19 weight moved where a revision is only kept, or went back to one that was not known to be healthy"),
    /** I10: at most one green is ever launched, and none by a rollback. */
    LAUNCH("I10 a launch too many"),
    /** I13: the end says the truth about the routes. */
    END("I13 the end does not say the truth"),
    /** I14: never two changes outstanding on one resource, and none after the end. */
    OUTSTANDING("I14 too many changes outstanding"),
    /** Gone is not unknown: on the way forward no work but retiring goes on when a reading says that something is gone. */
    GONE("what is gone is waited for"),
    /** R3: a rollback waits for a weak blue within a bound of its own, which does not run while blue is dead. */
    WAIT("R3 blue is waited for without a bound, or the bound runs while it is dead"),
    /** What is shown to be waited for is in the agenda, or withheld by what may still land there. */
    SHOWN("work that is not wanted is shown as waiting"),
    /** Every state says what it waits for, and accepts exactly the commands that its explanation allows. */
    EXPLAINED("a state is not explained, or wrongly"),
    /** The console's page of every state can be made, and its buttons are the commands that the workflow accepts. */
    PAGE("a page cannot be made, or its buttons are wrong"),
    /** The clean-up gate opened without a fresh look at every route, at green and at the alarms. */
    GATE("the clean-up gate opened without evidence"),
    /** A step began although it was not known that green is not worse than blue, and nobody had ordered to go on without. */
    EVIDENCE("a step began without evidence"),
    /** Production points only at groups without healthy targets because of us, while there was a healthier choice. */
    OUTAGE("an outage of our own making"),
    /** A state from which the world's ordinary course leads to no end. */
    HANG("no end can be reached");

    private final String meaning;

    Rule(String meaning) {
        this.meaning = meaning;
    }

    /** {@return what its violation means, in words} */
    public String meaning() {
        return meaning;
    }

    /** {@return all of them} */
    public static Set<Rule> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(Rule.class));
    }
}
