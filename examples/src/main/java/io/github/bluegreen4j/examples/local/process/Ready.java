package io.github.bluegreen4j.examples.local.process;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one line a child prints once its ports answer, for example {@code READY admin=40123 http=40124}.
 *
 * @param ports the port of each of the child's servers on the loopback interface
 */
public record Ready(SortedMap<String, Integer> ports) {

    private static final String WORD = "READY";

    /** The line with a copy of these ports. */
    public static Ready with(Map<String, Integer> ports) {
        return new Ready(new TreeMap<>(ports));
    }

    /**
     * The port of a server.
     *
     * @throws IllegalArgumentException when the child announced no such server
     */
    public int port(String server) {
        Integer port = ports.get(server);
        if (port == null) {
            throw new IllegalArgumentException("no port called " + server + " in " + this);
        }
        return port;
    }

    /** Prints the line, for the parent to read. */
    public void announce() {
        System.out.println(this);
        System.out.flush();
    }

    static Optional<Ready> parse(String line) {
        String[] words = line.split(" ", -1);
        if (!words[0].equals(WORD)) {
            return Optional.empty();
        }
        SortedMap<String, Integer> ports = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            ports.put(words[i].substring(0, equals), Integer.valueOf(words[i].substring(equals + 1)));
        }
        return Optional.of(new Ready(ports));
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(WORD);
        ports.forEach(
                (server, port) -> line.append(' ').append(server).append('=').append(port));
        return line.toString();
    }
}
