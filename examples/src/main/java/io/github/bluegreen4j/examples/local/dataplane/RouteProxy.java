package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.dataplane.LoadBalancer.Stay;
import java.util.Optional;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Carries the requests of one route to the targets the load balancer chooses; each is sent once, whatever happens. */
final class RouteProxy extends ProxyHandler.Reverse {

    /**
     * How long a connection to a target is kept idle: shorter than the 30 s after which a target closes it, since a
     * connection closed while we write would fail a good request. Also the longest that an answer may take.
     */
    static final long TARGETS_IDLE_MILLIS = 5_000;

    private static final String STAY = Stay.class.getName();
    private static final String UNANSWERED = STAY + ".unanswered";
    private static final String PIN = "target-group";
    private static final int BROKEN_OFF = 0;

    private final String route;
    private final LoadBalancer balancer;

    RouteProxy(String route, LoadBalancer balancer) {
        super(RouteProxy::targetOf);
        this.route = route;
        this.balancer = balancer;
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setIdleTimeout(TARGETS_IDLE_MILLIS);
        client.setConnectTimeout(1_000);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!balancer.admits(route, Request.getPathInContext(request))) {
            Response.writeError(request, response, callback, 404, "not a path of this route");
            return true;
        }
        Optional<Stay> stay = balancer.begin(route, pinnedTo(request));
        if (stay.isEmpty()) {
            Response.writeError(request, response, callback, 503, "no healthy target");
            return true;
        }
        request.setAttribute(STAY, stay.get());
        pin(response, stay.get());
        return super.handle(request, response, new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                if (request.getAttribute(UNANSWERED) == null) {
                    balancer.end(stay.get(), response.getStatus());
                } else {
                    balancer.fail(stay.get(), response.getStatus());
                }
                super.succeeded();
            }

            @Override
            public void failed(Throwable failure) {
                balancer.fail(stay.get(), BROKEN_OFF);
                if (response.isCommitted()) {
                    super.failed(failure);
                } else {
                    response.reset();
                    Response.writeError(request, response, getCallback(), 502, "broken off");
                }
            }
        });
    }

    private static Optional<String> pinnedTo(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(PIN))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    private void pin(Response response, Stay stay) {
        int seconds = balancer.stickiness(route);
        if (seconds > 0) {
            Response.addCookie(
                    response,
                    HttpCookie.build(PIN, stay.group()).maxAge(seconds).build());
        }
    }

    /** The target gave no answer; what the client is told is our own word. */
    @Override
    protected void onServerToProxyResponseFailure(
            Request clientToProxyRequest,
            org.eclipse.jetty.client.Request proxyToServerRequest,
            org.eclipse.jetty.client.Response serverToProxyResponse,
            Response proxyToClientResponse,
            Callback proxyToClientCallback,
            Throwable failure) {
        clientToProxyRequest.setAttribute(UNANSWERED, true);
        super.onServerToProxyResponseFailure(
                clientToProxyRequest,
                proxyToServerRequest,
                serverToProxyResponse,
                proxyToClientResponse,
                proxyToClientCallback,
                failure);
    }

    private static HttpURI targetOf(Request request) {
        Stay stay = (Stay) request.getAttribute(STAY);
        return HttpURI.build(request.getHttpURI())
                .scheme("http")
                .host("127.0.0.1")
                .port(stay.target().port());
    }
}
