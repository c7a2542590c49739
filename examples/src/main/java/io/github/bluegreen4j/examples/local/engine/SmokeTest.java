package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks green, through the test route, whether the cart has something in it. */
public final class SmokeTest implements LifecycleHook {

    private static final String EXPECTED = "the cart has 1 item";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;

    /** Asks the route on that port. */
    public SmokeTest(int testRoutePort) {
        this.uri = URI.create("http://127.0.0.1:" + testRoutePort + "/smoke");
    }

    @Override
    public HookResult invoke(HookInvocation invocation) {
        HttpResponse<String> answer = ask();
        String revision = answer.headers().firstValue("X-Revision").orElse("nobody");
        if (!revision.equals(invocation.targetRevision())) {
            return HookResult.failed("the test route leads to " + revision + ", not to " + invocation.targetRevision());
        }
        return answer.statusCode() == 200 && answer.body().equals(EXPECTED)
                ? HookResult.succeeded()
                : HookResult.failed(
                        "HTTP " + answer.statusCode() + ", \"" + answer.body() + "\" instead of \"" + EXPECTED + "\"");
    }

    private HttpResponse<String> ask() {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw unreachable(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreachable(interrupted);
        }
    }

    private PortException unreachable(Exception cause) {
        return new PortException(
                new Problem(Problem.Kind.UNAVAILABLE, "smoke test", uri.toString(), String.valueOf(cause)), cause);
    }
}
