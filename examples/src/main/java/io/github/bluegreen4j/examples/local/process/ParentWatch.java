package io.github.bluegreen4j.examples.local.process;

import java.io.IOException;

/** Ends this process when its parent is gone, also when the parent was killed and could tell nobody. */
public final class ParentWatch {

    private static final int ORPHANED = 3;

    private ParentWatch() {}

    /** Starts watching: standard input is a pipe that the parent keeps open for as long as it lives. */
    public static void exitWithParent() {
        Thread watch = new Thread(ParentWatch::watch, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // the parent writes nothing; only the end matters
            }
        } catch (IOException brokenPipe) {
            // as good as the end
        }
        // No shutdown hooks: with the parent gone there is nobody left to be graceful for.
        Runtime.getRuntime().halt(ORPHANED);
    }
}
