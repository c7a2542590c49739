package io.github.bluegreen4j.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.bluegreen4j.awstestkit.FakeAws;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * A fake AWS behind a socket, for {@code --endpoint-url}. Each request has a thread of its own: a client that gave up in the
 * middle of its request must not hold up the others.
 */
final class FakeAwsServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-aws");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, FakeAws> byRegion;
    private final HttpServer server;

    /** The keys with which requests were signed, by Region. */
    private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();

    /** @param all one or more, each in a Region of its own: a request goes where its signature says */
    FakeAwsServer(FakeAws... all) throws IOException {
        byRegion = Stream.of(all).collect(Collectors.toMap(aws -> aws.arns().region(), aws -> aws));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The scope of a signature is {@code KEY/DAY/REGION/SERVICE/aws4_request}. */
    private FakeAws of(String signature) {
        FakeAws only = byRegion.values().iterator().next();
        if (byRegion.size() == 1) {
            return only;
        }
        String[] scope = signature.split("/", -1);
        String key = scope[0].substring(scope[0].indexOf('=') + 1);
        keys.computeIfAbsent(scope[2], fresh -> ConcurrentHashMap.newKeySet()).add(key);
        return byRegion.get(scope[2]);
    }

    Set<String> keys(String region) {
        return keys.getOrDefault(region, Set.of());
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        ContentStreamProvider body = ContentStreamProvider.fromByteArray(asked);
        SdkHttpFullRequest.Builder request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(exchange.getRequestMethod()))
                .uri(URI.create(url() + exchange.getRequestURI()))
                .contentStreamProvider(body);
        exchange.getRequestHeaders().forEach(request::putHeader);
        HttpExecuteResponse answered = of(exchange.getRequestHeaders().getFirst("Authorization"))
                .httpClient()
                .prepareRequest(HttpExecuteRequest.builder()
                        .request(request.build())
                        .contentStreamProvider(body)
                        .build())
                .call();
        byte[] answer = answered.responseBody().orElseThrow().readAllBytes();
        answered.httpResponse().headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(answered.httpResponse().statusCode(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
