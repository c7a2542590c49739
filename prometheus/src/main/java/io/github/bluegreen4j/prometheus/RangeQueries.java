package io.github.bluegreen4j.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code POST /api/v1/query_range} ("HTTP API" in the documentation of Prometheus). One call is one request. */
final class RangeQueries {
    private static final String OPERATION = "prometheus:query_range";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    private static final int MOST_VALUES = 10_000;

    private final HttpClient client;
    private final URI base;
    private final Map<String, String> headers;
    private final Duration timeout;

    RangeQueries(HttpClient client, URI base, Map<String, String> headers, Duration timeout) {
        this.client = client;
        this.base = base;
        this.headers = headers;
        this.timeout = timeout;
    }

    /**
     * One series of an answer.
     *
     * @param labels its labels
     * @param values its values by their instants; values that are not numbers are left out
     */
    record Line(Map<String, String> labels, SortedMap<Instant, Double> values) {}

    /** Prometheus answers at most 11,000 values of a series, so a long range takes several requests. */
    List<Line> range(String promql, Instant from, Instant until, Duration step) {
        List<Line> lines = new ArrayList<>();
        Duration most = step.multipliedBy(MOST_VALUES - 1);
        for (Instant begin = from;
                !begin.isAfter(until);
                begin = begin.plus(most).plus(step)) {
            Instant end = begin.plus(most);
            lines.addAll(part(promql, begin, end.isBefore(until) ? end : until, step));
        }
        return lines;
    }

    private List<Line> part(String promql, Instant from, Instant until, Duration step) {
        String form = "query=" + encoded(promql) + "&start=" + from.getEpochSecond() + "&end=" + until.getEpochSecond()
                + "&step=" + step.toSeconds();
        String path = base.toString().replaceAll("/+$", "") + "/api/v1/query_range";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path))
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return lines(response.statusCode(), response.body(), promql);
        } catch (IOException unreachable) {
            throw problem(Problem.Kind.UNAVAILABLE, promql, String.valueOf(unreachable));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw problem(Problem.Kind.UNAVAILABLE, promql, "interrupted");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Line> lines(int status, String body, String promql) {
        JsonNode answer;
        try {
            answer = MAPPER.readTree(body);
        } catch (JsonProcessingException noJson) {
            throw problem(Problem.Kind.UNAVAILABLE, promql, "status " + status + ", and the answer is no JSON");
        }
        if (!"success".equals(answer.path("status").asText())) {
            boolean refused = status == BAD_REQUEST || status == UNPROCESSABLE;
            throw problem(
                    refused ? Problem.Kind.REFUSED : Problem.Kind.UNAVAILABLE,
                    promql,
                    "status " + status + ", " + answer.path("errorType").asText("no error type") + ": "
                            + answer.path("error").asText("no error"));
        }
        List<Line> lines = new ArrayList<>();
        for (JsonNode result : answer.path("data").path("result")) {
            Map<String, String> labels = new HashMap<>();
            result.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            SortedMap<Instant, Double> values = new TreeMap<>();
            for (JsonNode value : result.path("values")) {
                double number = number(value.path(1).asText());
                if (Double.isFinite(number)) {
                    values.put(Instant.ofEpochSecond(Math.round(value.path(0).asDouble())), number);
                }
            }
            lines.add(new Line(labels, values));
        }
        return lines;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            return Double.NaN;
        }
    }

    private static PortException problem(Problem.Kind kind, String promql, String message) {
        return new PortException(new Problem(kind, OPERATION, promql, message));
    }
}
