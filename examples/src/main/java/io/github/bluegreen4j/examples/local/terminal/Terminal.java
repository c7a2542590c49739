package io.github.bluegreen4j.examples.local.terminal;

import java.io.Console;

/** Whether there is a terminal that can be drawn over. */
public final class Terminal {

    private Terminal() {}

    /** Whether somebody sees in a terminal what this process writes, and the terminal understands escape sequences. */
    public static boolean isDrawable() {
        String kind = System.getenv("TERM");
        return isThere() && kind != null && !kind.equals("dumb");
    }

    /** Until JDK 21 there is a console only in a terminal; from JDK 22 on there always is one, which says where it is. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }
}
