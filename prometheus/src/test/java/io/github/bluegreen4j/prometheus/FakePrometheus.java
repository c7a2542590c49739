package io.github.bluegreen4j.prometheus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.bluegreen4j.model.MetricPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/** Answers {@code query_range} as Prometheus does. The queries it knows are {@code requests}, {@code errors} and {@code latency}. */
final class FakePrometheus implements AutoCloseable {
    static final String REQUESTS = "requests{group=\"$group\"}[$period]";
    static final String ERRORS = "errors{group=\"$group\"}[$period]";
    static final String LATENCY = "latency{group=\"$group\"}[$period]";

    /** The bounds of its histograms, in seconds. */
    private static final double[] BOUNDS = {0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 1};

    /** Prometheus refuses to answer more values of a series. */
    private static final int MOST_VALUES = 11_000;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, TreeMap<Instant, MetricPoint>> points = new ConcurrentHashMap<>();
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int failsWith;

    FakePrometheus() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        server.createContext("/prefix/api/v1/query_range", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prefix/");
    }

    void put(String group, MetricPoint point) {
        points.computeIfAbsent(group, any -> new TreeMap<>()).put(point.start(), point);
    }

    /** From now on every query fails with that status. */
    void failsWith(int status) {
        failsWith = status;
    }

    List<Map<String, String>> asked() {
        return asked;
    }

    List<String> authorizations() {
        return authorizations;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&", -1)) {
            String[] both = pair.split("=", 2);
            form.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        asked.add(form);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        ObjectNode answer = MAPPER.createObjectNode();
        int status = 200;
        if (failsWith != 0) {
            status = failsWith;
            answer.put("status", "error").put("errorType", "bad_data").put("error", "the fake says so");
        } else if (values(form) > MOST_VALUES) {
            status = 400;
            answer.put("status", "error")
                    .put("errorType", "bad_data")
                    .put("error", "exceeded maximum resolution of 11,000 points per timeseries");
        } else {
            answer.put("status", "success");
            ObjectNode data = answer.putObject("data").put("resultType", "matrix");
            results(form, data.putArray("result"));
        }
        byte[] bytes = MAPPER.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static long values(Map<String, String> form) {
        long range = Long.parseLong(form.getOrDefault("end", "0")) - Long.parseLong(form.getOrDefault("start", "0"));
        return range / Long.parseLong(form.getOrDefault("step", "1")) + 1;
    }

    private void results(Map<String, String> form, ArrayNode results) {
        String query = form.getOrDefault("query", "");
        String kind = query.substring(0, query.indexOf('{'));
        String group = query.substring(query.indexOf('"') + 1, query.lastIndexOf('"'));
        Map<Instant, MetricPoint> known = points.getOrDefault(group, new TreeMap<>());
        switch (kind) {
            case "requests" -> line(form, known, results.addObject(), MetricPoint::requests);
            case "errors" -> {
                // A counter that was never raised has no series.
                if (known.values().stream().anyMatch(point -> point.errors() > 0)) {
                    line(form, known, results.addObject(), MetricPoint::errors);
                }
            }
            default -> {
                for (double bound : BOUNDS) {
                    ObjectNode line = results.addObject();
                    line.putObject("metric").put("le", Double.toString(bound));
                    line(
                            form,
                            known,
                            line,
                            point -> point.requests() - point.latencies().above(bound));
                }
                ObjectNode line = results.addObject();
                line.putObject("metric").put("le", "+Inf");
                line(form, known, line, MetricPoint::requests);
            }
        }
    }

    private static void line(
            Map<String, String> form,
            Map<Instant, MetricPoint> known,
            ObjectNode line,
            ToDoubleFunction<MetricPoint> value) {
        long step = Long.parseLong(form.getOrDefault("step", "0"));
        long end = Long.parseLong(form.getOrDefault("end", "0"));
        ArrayNode values = line.putArray("values");
        for (long at = Long.parseLong(form.getOrDefault("start", "0")); at <= end; at += step) {
            MetricPoint point = known.get(Instant.ofEpochSecond(at - step));
            if (point != null) {
                values.addArray().add((double) at).add(Double.toString(value.applyAsDouble(point)));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
