package io.github.bluegreen4j.aws.moto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/**
 * Stands in front of moto and fills in what moto's ECS leaves out: a task set that is created gets targets, and its counts are theirs;
 * tasks have their addresses. Everything else passes through.
 */
final class FillingIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ECS = "AmazonEC2ContainerServiceV20141113.";
    private static final Set<String> OURS = Set.of("host", "content-length", "connection", "expect", "upgrade");
    private static final int TASKS = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI moto;
    private final ElasticLoadBalancingV2Client elb;
    private final Map<String, List<TargetDescription>> targets = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final AtomicInteger addresses = new AtomicInteger();
    private final boolean fills;

    /** @param fills whether it fills in anything */
    FillingIn(URI moto, ElasticLoadBalancingV2Client elb, boolean fills) throws IOException {
        this.moto = moto;
        this.elb = elb;
        this.fills = fills;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How often an operation of ECS was asked for. */
    int requests(String operation) {
        return requests.computeIfAbsent(operation, key -> new AtomicInteger()).get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String operation = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .filter(target -> target.startsWith(ECS))
                    .map(target -> target.substring(ECS.length()))
                    .orElse("");
            requests.computeIfAbsent(operation, key -> new AtomicInteger()).incrementAndGet();
            HttpResponse<byte[]> response = forward(exchange, body);
            byte[] answer =
                    fills && response.statusCode() == 200 ? filled(operation, body, response.body()) : response.body();
            response.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(moto.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private byte[] filled(String operation, byte[] request, byte[] answer) throws IOException {
        return switch (operation) {
            case "CreateTaskSet" -> {
                register(JSON.readTree(answer).get("taskSet"));
                yield answer;
            }
            case "UpdateTaskSet" -> {
                if (JSON.readTree(request).at("/scale/value").asDouble() == 0) {
                    deregister(JSON.readTree(request).get("taskSet").asText());
                }
                yield answer;
            }
            case "DescribeServices" -> counted(JSON.readTree(answer));
            case "ListTasks" -> JSON.writeValueAsBytes(tasks(JSON.readTree(request)));
            case "DescribeTasks" -> JSON.writeValueAsBytes(described(JSON.readTree(request)));
            default -> answer;
        };
    }

    void register(JsonNode taskSet) {
        List<TargetDescription> fresh = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            fresh.add(TargetDescription.builder()
                    .id("10.0.0." + addresses.incrementAndGet())
                    .port(8080)
                    .build());
        }
        String group = taskSet.at("/loadBalancers/0/targetGroupArn").asText();
        elb.registerTargets(request -> request.targetGroupArn(group).targets(fresh));
        targets.put(taskSet.get("taskSetArn").asText() + " " + group, fresh);
    }

    private void deregister(String taskSet) {
        targets.forEach((key, registered) -> {
            if (key.startsWith(taskSet + " ") && !registered.isEmpty()) {
                elb.deregisterTargets(request -> request.targetGroupArn(key.substring(key.indexOf(' ') + 1))
                        .targets(registered));
                targets.put(key, List.of());
            }
        });
    }

    private List<TargetDescription> of(String taskSet) {
        return targets.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(taskSet + " "))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private byte[] counted(JsonNode answer) {
        for (JsonNode service : answer.get("services")) {
            for (JsonNode taskSet : service.get("taskSets")) {
                int count = of(taskSet.get("taskSetArn").asText()).size();
                ((ObjectNode) taskSet)
                        .put("computedDesiredCount", count)
                        .put("runningCount", count)
                        .put("pendingCount", 0);
            }
        }
        return bytes(answer);
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A task's ARN says its set and its address. */
    private ObjectNode tasks(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode arns = answer.putArray("taskArns");
        if (!request.path("desiredStatus").asText().equals("STOPPED")) {
            targets.forEach((key, registered) -> {
                String set = key.substring(0, key.indexOf(' '));
                String start = set.replaceAll(":task-set/.*", ":task/prod/");
                registered.forEach(target -> arns.add(start + set.replaceAll(".*/", "") + "-" + target.id()));
            });
        }
        return answer;
    }

    private static ObjectNode described(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode tasks = answer.putArray("tasks");
        for (JsonNode arn : request.get("tasks")) {
            String id = arn.asText().replaceAll(".*/", "");
            int dash = id.indexOf('-');
            ObjectNode task = tasks.addObject();
            task.put("taskArn", arn.asText());
            task.put("startedBy", "ecs-svc/" + id.substring(0, dash));
            ObjectNode attachment = task.putArray("attachments").addObject();
            attachment.put("type", "ElasticNetworkInterface");
            attachment
                    .putArray("details")
                    .addObject()
                    .put("name", "privateIPv4Address")
                    .put("value", id.substring(dash + 1));
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
