package io.github.bluegreen4j.testkit.simulation;

import java.util.function.Supplier;

/** What must hold in the world whatever goes wrong, by the numbers of the design. */
public enum WorldInvariant {
    I1("weight is given only after a look at that group's capacity, a short time ago"),
    I2("no change of ours takes capacity from behind a weighted group"),
    I3("nothing that has weight, or still drains, is retired by us, and blue only through the clean-up gate"),
    I4("a hook's verdict is used once, by the execution that asked for it"),
    I5("a rollback or a stop is accepted before CLEAN_UP, and never lost"),
    I6("every deployment comes to an end"),
    I7("what was suspended or claimed is released at the end, or named"),
    I8("after a good end one revision of ours serves, and what is left over is named"),
    I9("of several engines one acts"),
    I10("a deployment launches one revision, and a rollback none"),
    I11("what is not ours stays as it was"),
    I12("the journal alone reproduces the state, which follows the stage graph"),
    I13("the end tells the truth about production"),
    I14("one change at a time is outstanding on a resource, owed before it is sent, and none after the end"),
    I15("all of production is given only to an accepted revision, or to green at the end of its own way forward"),
    I16("no request is lost, while somebody healthy could have answered it, by anything done or left undone by us"),
    I17("whatever was accepted from a user is in the journal, and is answered"),
    I18("nothing holds up an engine for longer than its stated limit, its loop and its lease included");

    private final String meaning;

    WorldInvariant(String meaning) {
        this.meaning = meaning;
    }

    /** Ends the simulation unless it holds. */
    void require(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new BrokenInvariantError(this, what.get());
        }
    }

    /** The same in words. */
    public String meaning() {
        return meaning;
    }
}
