package io.github.bluegreen4j.testkit.explorer;

/** What the adversary may still spend: four small numbers in one. */
final class Budget {
    static final int FREE = -1;
    static final int FAULTS = 0;
    static final int CHANGES = 8;
    static final int COMMANDS = 16;
    static final int CRASHES = 24;

    private Budget() {}

    static int of(int faults, int changes, int commands, int crashes) {
        return faults << FAULTS | changes << CHANGES | commands << COMMANDS | crashes << CRASHES;
    }

    static boolean affords(int budget, int purse) {
        return purse == FREE || (budget >> purse & 0xff) > 0;
    }

    static int spend(int budget, int purse) {
        return purse == FREE ? budget : budget - (1 << purse);
    }
}
