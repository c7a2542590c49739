package io.github.bluegreen4j.notify;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where messages are posted, with the JDK's HTTP client. Immutable and thread-safe.
 *
 * <p>What the receiver did not take is sent again by the engine, which calls the listener again:
 *
 * <ul>
 *   <li>no connection, no answer in time, or the status 401, 403, 408, 425, 429 or 5xx: after {@link #retry}, or after what the
 *       answer's {@code Retry-After} says in seconds, at most 1 hour, for as long as it takes. Meanwhile the listener receives nothing
 *       else;
 *   <li>any other status than 2xx: 3 attempts in all, 1 s apart; then the engine logs the message as lost. Redirects are not followed.
 * </ul>
 *
 * <p>The URL of a webhook is a secret, so no exception and no log line of this library contains more of it than its host.
 */
public final class HttpEndpoint {
    private static final Set<Integer> LATER = Set.of(401, 403, 408, 425, 429);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(50);

    private final URI url;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final Duration retry;
    private final HttpClient client;

    private HttpEndpoint(URI url, Map<String, String> headers, Duration timeout, Duration retry, HttpClient client) {
        this.url = url;
        this.headers = headers;
        this.timeout = timeout;
        this.retry = retry;
        this.client = client;
    }

    /**
     * {@return an endpoint with a client of its own, a timeout of 10 s and a retry after 10 s}
     *
     * @param url where to post; http or https
     * @throws IllegalArgumentException if it is neither
     */
    public static HttpEndpoint of(URI url) {
        String scheme = String.valueOf(Given.value("url", url).getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "url: the scheme \"" + scheme + "\" is not allowed; allowed: http or https");
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .version(HttpClient.Version.HTTP_1_1) // some receivers do not understand an offer to upgrade
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new HttpEndpoint(url, Map.of(), Duration.ofSeconds(10), Duration.ofSeconds(10), client);
    }

    /**
     * {@return the same endpoint with a header in every request}
     *
     * @param name the name, for example {@code Authorization}
     * @param value the value
     * @throws IllegalArgumentException if HTTP or the JDK's client does not allow it; the message does not contain the value
     */
    public HttpEndpoint header(String name, String value) {
        try {
            HttpRequest.newBuilder().setHeader(name, value);
        } catch (IllegalArgumentException hidden) { // its message may contain the value, which is often a secret
            throw new IllegalArgumentException("header: \"" + Given.visible(name)
                    + "\" or its value is not allowed; allowed: one line of ASCII, under a name that the JDK's client does not"
                    + " set itself");
        }
        Map<String, String> more = new TreeMap<>(headers);
        more.put(Given.value("name", name), Given.value("value", value));
        return new HttpEndpoint(url, Map.copyOf(more), timeout, retry, client);
    }

    /**
     * {@return the same endpoint with another timeout}
     *
     * @param newTimeout how long to wait for an answer; more than zero, at most 50 s, because a listener may take 1 minute
     * @throws IllegalArgumentException if it is not in that range
     */
    public HttpEndpoint timeout(Duration newTimeout) {
        if (newTimeout.isNegative() || newTimeout.isZero() || newTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "timeout: \"" + newTimeout + "\" is not allowed; allowed: more than 0 and at most 50 seconds");
        }
        return new HttpEndpoint(url, headers, newTimeout, retry, client);
    }

    /**
     * {@return the same endpoint with another time until a message is sent again}
     *
     * @param newRetry 1 s or more
     * @throws IllegalArgumentException if it is less
     */
    public HttpEndpoint retry(Duration newRetry) {
        if (newRetry.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("retry: \"" + newRetry + "\" is not allowed; allowed: 1 second or more");
        }
        return new HttpEndpoint(url, headers, timeout, newRetry, client);
    }

    /**
     * {@return the same endpoint with another client, for example one with a proxy}
     *
     * @param newClient the client; it belongs to the caller
     */
    public HttpEndpoint client(HttpClient newClient) {
        return new HttpEndpoint(url, headers, timeout, retry, Given.value("client", newClient));
    }

    /**
     * Posts a message. Blocks until the receiver has answered.
     *
     * @param contentType the type of the content
     * @param content the content, sent as UTF-8
     * @param more headers of this message
     * @throws PortException if the receiver did not take it; with {@link PortException#again} if it should be sent again
     */
    public void post(String contentType, String content, Map<String, String> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofString(content, StandardCharsets.UTF_8));
        headers.forEach(request::setHeader);
        more.forEach(request::setHeader);
        request.setHeader("Content-Type", contentType);
        HttpResponse<Void> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw later("the call was interrupted", retry);
        } catch (IOException unreachable) {
            throw later(unreachable.getClass().getSimpleName(), retry);
        }
        int status = response.statusCode();
        if (status >= 500 || LATER.contains(status)) {
            throw later("status " + status, wait(response));
        } else if (status < 200 || status > 299) {
            throw new PortException(problem(Problem.Kind.REFUSED, "status " + status));
        }
    }

    private Duration wait(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked)
                .filter(asked -> asked.compareTo(retry) > 0)
                .orElse(retry);
    }

    private PortException later(String why, Duration again) {
        return PortException.later(problem(Problem.Kind.UNAVAILABLE, why), again);
    }

    private Problem problem(Problem.Kind kind, String why) {
        return new Problem(kind, "post", String.valueOf(url.getHost()), why);
    }

    /** Without the path, which may be a secret. */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getHost();
    }
}
