package io.github.bluegreen4j.examples.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How to start one of our own main classes in a JVM of its own, small and quick to start.
 *
 * @param main its main class, found on our own class path
 * @param maxHeapMegabytes its heap limit
 * @param arguments its arguments
 */
public record JavaCommand(Class<?> main, int maxHeapMegabytes, List<String> arguments) {

    /** Copies the arguments. */
    public JavaCommand {
        arguments = List.copyOf(arguments);
    }

    /** The same command with more arguments. */
    public JavaCommand with(String... more) {
        List<String> all = new ArrayList<>(arguments);
        Collections.addAll(all, more);
        return new JavaCommand(main, maxHeapMegabytes, all);
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx" + maxHeapMegabytes + "m");
        words.add("-XX:+UseSerialGC");
        words.add("-XX:TieredStopAtLevel=1");
        words.add("-XX:-UsePerfData");
        words.add("-Xshare:auto");
        // The JDK's HTTP server sends head and body apart; without this each answer waits 40 ms for an acknowledgement.
        words.add("-Dsun.net.httpserver.nodelay=true");
        words.add("-cp");
        words.add(ClassPath.own());
        words.add(main.getName());
        words.addAll(arguments);
        return words;
    }
}
