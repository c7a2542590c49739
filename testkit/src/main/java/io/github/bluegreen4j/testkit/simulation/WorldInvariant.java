package io.github.bluegreen4j.testkit.simulation;

import java.util.function.Supplier;

/** What must hold in the world whatever goes wrong. The numbers are those of the design. */
public enum WorldInvariant {
    /** Weight is given to a group only after a recent reading of that group's capacity. */
    I1("weight is given only after a look at that group's capacity, a short time ago"),
    /** The engine never takes capacity from a group that has weight. */
    I2("no change of ours takes capacity from behind a weighted group"),
    /** The engine never retires what has weight or still drains, and retires blue only after the clean-up gate. */
    I3("nothing that has weight, or still drains, is retired by us, and blue only through the clean-up gate"),
    /** Each hook result is used once, by the execution that asked for it. */
    I4("a hook's verdict is used once, by the execution that asked for it"),
    /** A rollback or a stop that arrives before {@code CLEAN_UP} is accepted, and not lost. */
    I5("a rollback or a stop is accepted before CLEAN_UP, and never lost"),
    /** Every deployment ends. */
    I6("every deployment comes to an end"),
    /** Everything suspended or claimed is released at the end, or listed as left over. */
    I7("what was suspended or claimed is released at the end, or named"),
    /** After a successful end one revision of ours serves, and everything left over is listed. */
    I8("after a good end one revision of ours serves, and what is left over is named"),
    /** Of several engines only the owner of a service acts on it. */
    I9("of several engines one acts"),
    /** A deployment launches one revision, and a rollback launches none. */
    I10("a deployment launches one revision, and a rollback none"),
    /** The engine does not change what it does not own. */
    I11("what is not ours stays as it was"),
    /** The journal alone reproduces the state, and the state follows the stage graph. */
    I12("the journal alone reproduces the state, which follows the stage graph"),
    /** The reported end agrees with where production is. */
    I13("the end tells the truth about production"),
    /**
     * At most one change of a resource is outstanding. It is journaled before it is sent, and none is sent after the end.
     */
    I14("one change at a time is outstanding on a resource, owed before it is sent, and none after the end"),
    /** Only an accepted revision, or green at the end of its way forward, is given all of production. */
    I15("all of production is given only to an accepted revision, or to green at the end of its own way forward"),
    /** The engine loses no request that a healthy target could have answered, neither by an action nor by an omission. */
    I16("no request is lost, while somebody healthy could have answered it, by anything done or left undone by us"),
    /** Everything that was accepted from a user is in the journal and is answered. */
    I17("whatever was accepted from a user is in the journal, and is answered"),
    /** Nothing delays an engine, its loop or its lease renewal beyond the stated limit. */
    I18("nothing holds up an engine for longer than its stated limit, its loop and its lease included"),
    /**
     * An order that keeps blue moves no weight, and retires nothing while the line is stopped. An undo gives weight only to a blue that was
     * just seen healthy.
     */
    I19(
            "what is kept gets weight by an undo alone, only when it was just seen healthy, and stays while the line is stopped");

    private final String meaning;

    WorldInvariant(String meaning) {
        this.meaning = meaning;
    }

    /** Ends the simulation unless the condition holds. */
    void require(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new BrokenInvariantError(this, what.get());
        }
    }

    /** {@return the invariant in words} */
    public String meaning() {
        return meaning;
    }
}
