package io.github.bluegreen4j.examples.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Ends this process when its parent is gone, also when the parent was killed and could tell nobody. */
public final class ParentWatch {

    private static final int ORPHANED = 3;

    private ParentWatch() {}

    /** Starts watching: standard input is a pipe that the parent keeps open for as long as it lives. */
    public static void exitWithParent() {
        exitWithParent(line -> {});
    }

    /** Starts watching, and hands on what the parent says, line by line, on one thread. */
    public static void exitWithParent(Consumer<String> listener) {
        Thread watch = new Thread(() -> watch(listener), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch(Consumer<String> listener) {
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                listener.accept(line);
            }
        } catch (IOException brokenPipe) {
            // as good as the end
        }
        // No shutdown hooks: with the parent gone there is nobody left to be graceful for.
        Runtime.getRuntime().halt(ORPHANED);
    }
}
