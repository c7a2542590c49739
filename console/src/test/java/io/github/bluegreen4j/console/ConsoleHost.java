package io.github.bluegreen4j.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.rollout.RolloutSpec;
import io.github.bluegreen4j.rollout.Rollouts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * A console over a world in virtual time, and a way to move that world: {@code /control/advance?seconds=60}. The tests in a browser use it.
 * Its main method keeps it open, to look at it.
 */
final class ConsoleHost implements AutoCloseable {
    private final ConsoleWorld world;
    private final Console console;
    private final Console readOnly;
    private final HttpServer server;
    private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ConsoleHost(ConsoleWorld world, int port) throws IOException {
        this.world = world;
        console = Console.builder()
                .journal(world.journal())
                .actors(request -> Optional.of(new Actor("alice")))
                .rollouts(Rollouts.in(world.journal(), world.time()))
                .poll(Duration.ofMillis(200))
                .title("Deployments of prod")
                .time(world.time())
                .build();
        readOnly = Console.builder().journal(world.journal()).build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        HttpHandler handler = console.httpHandler();
        server.createContext("/deployments", exchange -> {
            if (cut) {
                exchange.close();
            } else {
                open.add(exchange);
                handler.handle(exchange);
            }
        });
        server.createContext("/read-only", readOnly.httpHandler());
        server.createContext("/control/", this::control);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How long the threads of the console have worked so far. */
    private static double seconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanoseconds = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("bluegreen4j-console")) {
                nanoseconds += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return nanoseconds / 1e9;
    }

    /** A rollout that nobody performs: it stands still until it is told something. */
    private void rollout(String id, String name) {
        DeploymentSpec spec = DeploymentSpec.blueGreen(ConsoleWorld.service(name))
                .revision(name + ":42")
                .productionRoute(name)
                .targetGroups(name + "-a", name + "-b")
                .build();
        Rollouts.in(world.journal(), world.time())
                .by("release-job")
                .start(
                        id,
                        RolloutSpec.builder()
                                .wave(RolloutSpec.wave("canary", List.of(spec)))
                                .build());
    }

    private void control(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getQuery()).orElse("").split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        String name = query.getOrDefault("service", "");
        String answer;
        try (exchange) {
            switch (uri.getPath().substring("/control/".length())) {
                case "advance" -> world.advance(Duration.ofSeconds(Long.parseLong(query.get("seconds"))));
                case "deploy" -> world.deploy(query.get("id"), name);
                case "paused" -> world.deploy(query.get("id"), name, ConsoleWorld.paused());
                case "many" -> {
                    int count = Integer.parseInt(query.get("count"));
                    world.prepare(
                            IntStream.range(0, count).mapToObj(i -> "many-" + i).toList());
                    for (int i = 0; i < count; i++) {
                        world.deploy("m-" + i, "many-" + i);
                    }
                }
                case "cpu" -> {}
                case "rollout" -> rollout(query.get("id"), name);
                case "resume" -> Deployments.in(world.journal()).by("test").resumeTheLine("");
                case "alarm" -> world.alarm(name, true);
                case "cut" -> {
                    cut = true;
                    open.forEach(HttpExchange::close);
                    open.clear();
                }
                case "mend" -> cut = false;
                case "kill" -> world.kill();
                case "start" -> world.startEngine();
                default -> throw new IllegalArgumentException(uri.toString());
            }
            answer = uri.getPath().endsWith("/cpu")
                    ? String.valueOf(seconds())
                    : world.now().toString();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (RuntimeException failed) {
            failed.printStackTrace();
            throw failed;
        }
    }

    @Override
    public void close() {
        console.close();
        readOnly.close();
        server.stop(0);
        threads.shutdownNow();
        world.close();
    }

    public static void main(String[] args) throws IOException {
        ConsoleWorld world = new ConsoleWorld();
        world.prepareFleet();
        ConsoleHost host = new ConsoleHost(world, args.length > 0 ? Integer.parseInt(args[0]) : 0);
        System.out.println(host.address() + "/deployments/");
    }
}
