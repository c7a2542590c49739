package io.github.bluegreen4j.console;

import io.github.bluegreen4j.report.Explanation;
import java.util.Comparator;
import java.util.List;

/**
 * The words of a command on the page.
 *
 * @param key the command in a form
 * @param title the button that opens the confirmation
 * @param confirmation the button that gives the command
 * @param effect what the command does, in one or two sentences
 * @param style how the button looks
 * @param asksWhy whether the command has a reason
 */
record Wording(String key, String title, String confirmation, String effect, String style, boolean asksWhy) {
    static final String CONTINUE = "continue";
    static final String REJECT = "reject";
    static final String WITHDRAW = "withdraw";
    static final String ROLL_BACK = "rollback";
    static final String ABORT = "abort";
    static final String SKIP_BAKE = "skip-bake";
    private static final List<String> ORDER = List.of(CONTINUE, REJECT, WITHDRAW, SKIP_BAKE, ROLL_BACK, ABORT);

    /** A command with its words. */
    record Said(Explanation.Possibility possibility, Wording wording) {}

    /**
     * All commands with their words, the way forward first.
     *
     * @param several whether several pauses are open: then their names are needed
     * @param keeps whether this is an order that keeps blue: its rollback is the undo of the deployment before it
     */
    static List<Said> of(List<Explanation.Possibility> commands, boolean several, boolean keeps) {
        return commands.stream()
                .map(possibility ->
                        new Said(possibility, keeps ? kept(possibility, several) : of(possibility, several)))
                .sorted(Comparator.comparing(
                        said -> ORDER.indexOf(said.wording().key())))
                .toList();
    }

    private static Wording kept(Explanation.Possibility possibility, boolean several) {
        return switch (possibility.command()) {
            case "rollBack" ->
                new Wording(
                        ROLL_BACK,
                        "Undo the deployment",
                        "Take production back now",
                        "Gives production to the revision that is kept, in one swing, then retires the one that serves now.",
                        "danger",
                        true);
            case "skipBake" ->
                new Wording(
                        SKIP_BAKE,
                        "Retire it now",
                        "Retire what is kept now",
                        "Retires the revision that is kept before its time is over. Nobody can undo the deployment then.",
                        "",
                        false);
            default -> of(possibility, several);
        };
    }

    private static Wording of(Explanation.Possibility possibility, boolean several) {
        String pause = several ? possibility.pause().map(name -> " " + name).orElse("") : "";
        return switch (possibility.command()) {
            case "proceed ROLLBACK" ->
                new Wording(
                        REJECT,
                        "Reject" + pause,
                        "Reject and roll back",
                        "Answers the pause with ROLLBACK: production goes back to blue.",
                        "danger",
                        false);
            case "withdraw" ->
                new Wording(
                        WITHDRAW,
                        "Withdraw approval" + pause,
                        "Withdraw my approval",
                        "Takes your approval of the pause back.",
                        "",
                        false);
            case "rollBack" ->
                new Wording(
                        ROLL_BACK,
                        "Roll back",
                        "Roll back now",
                        "Gives production back to blue at once, then retires green.",
                        "danger",
                        true);
            case "abort" ->
                new Wording(
                        ABORT,
                        "Abort",
                        "Abort and leave everything as it stands",
                        "Freezes the deployment. Weights and tasks stay as they are now; nothing is restored.",
                        "danger",
                        true);
            case "skipBake" ->
                new Wording(
                        SKIP_BAKE,
                        "Skip the bake",
                        "End the bake now",
                        "Ends this bake early. No gate and no hook is skipped.",
                        "",
                        false);
            default ->
                new Wording(
                        CONTINUE,
                        "Continue" + pause,
                        "Continue",
                        "Answers the pause with CONTINUE: the deployment goes on.",
                        "go",
                        false);
        };
    }
}
