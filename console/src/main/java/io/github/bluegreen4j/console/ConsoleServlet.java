package io.github.bluegreen4j.console;

import io.github.bluegreen4j.model.Given;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The console as a Jakarta servlet, for Servlet 6.0 and newer. Map it to a path with everything below it, for example {@code
 * /deployments/*}, and allow asynchronous requests: streams go on after the container's thread has returned.
 */
public final class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Console console;

    /**
     * Creates the servlet. It does not close the console.
     *
     * @param console the console
     */
    public ConsoleServlet(Console console) {
        this.console = Given.value("console", console);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ConsoleResponse answer = console.handle(translated(request));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        Optional<EventStream> stream = answer.stream();
        if (request.getMethod().equals("HEAD")) {
            stream.ifPresent(EventStream::close);
        } else if (stream.isPresent()) {
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            response.flushBuffer();
            StreamThreads.write(stream.get(), response.getOutputStream(), async::complete);
        } else {
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        }
    }

    private static ConsoleRequest translated(HttpServletRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.putIfAbsent(name, request.getHeader(name));
        }
        String body = request.getMethod().equals("POST") ? form(request) : "";
        return new ConsoleRequest(
                request.getMethod(),
                request.getContextPath() + request.getServletPath(),
                Optional.ofNullable(request.getPathInfo()).orElse(""),
                Optional.ofNullable(request.getQueryString()).orElse(""),
                headers,
                body,
                request.isSecure(),
                Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName),
                request);
    }

    /** The form as the container has read it: a filter before this servlet may have read the body already. */
    private static String form(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()[0]))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
