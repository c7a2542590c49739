package io.github.bluegreen4j.examples.local.task;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a task behaves, read from its revision's settings. Without settings it is a good task.
 *
 * @param work how long each request takes; setting {@code work}, 5 ms by default
 * @param exitsAtStart ends with exit code 1 before it serves; setting {@code exit-at-start}
 * @param neverHealthy answers 503 to every health check; setting {@code never-healthy}
 * @param failsSmokeTest answers nonsense to {@code GET /smoke}; setting {@code fail-smoke}
 * @param breaksAfterRequests answers 500 to every request after that many; setting {@code break-after-requests}
 * @param failsEvery answers 500 to every so-manieth request of production; setting {@code fail-every}, never by default
 * @param breaksAfter answers 500 to every request from that long after its first one; setting {@code break-after}
 */
record Behaviour(
        Duration work,
        boolean exitsAtStart,
        boolean neverHealthy,
        boolean failsSmokeTest,
        long breaksAfterRequests,
        long failsEvery,
        Optional<Duration> breaksAfter) {

    static Behaviour of(Map<String, String> settings) {
        return new Behaviour(
                duration(settings, "work").orElse(Duration.ofMillis(5)),
                flag(settings, "exit-at-start"),
                flag(settings, "never-healthy"),
                flag(settings, "fail-smoke"),
                Optional.ofNullable(settings.get("break-after-requests"))
                        .map(Long::valueOf)
                        .orElse(Long.MAX_VALUE),
                Optional.ofNullable(settings.get("fail-every"))
                        .map(Long::valueOf)
                        .orElse(Long.MAX_VALUE),
                duration(settings, "break-after"));
    }

    private static boolean flag(Map<String, String> settings, String name) {
        return Boolean.parseBoolean(settings.getOrDefault(name, "false"));
    }

    private static Optional<Duration> duration(Map<String, String> settings, String name) {
        return Optional.ofNullable(settings.get(name)).map(Duration::parse);
    }
}
