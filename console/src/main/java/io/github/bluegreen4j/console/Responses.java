package io.github.bluegreen4j.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Makes responses, each with the headers that keep a page to itself. */
final class Responses {
    /**
     * Everything comes from the console itself: no inline script or style, no request to anywhere else, no frame around it, and forms go
     * nowhere else.
     */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int WORTH_COMPRESSING = 1_024;
    private static final byte[] NOTHING = {};

    private Responses() {}

    /** A page. One that contains a token is never compressed, so that its length tells nothing about the token. */
    static ConsoleResponse page(ConsoleRequest request, int status, Html content, String title, boolean hasToken) {
        Html html = new Html()
                .raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .text(title)
                .raw("</title><link rel=\"stylesheet\" href=\"")
                .raw(Assets.style().address())
                .raw("\"><link rel=\"icon\" href=\"")
                .raw(Assets.icon().address())
                .raw("\"><script src=\"")
                .raw(Assets.script().address())
                .raw(
                        "\" defer></script></head><body><a class=\"skip\" href=\"#content\">Skip to the content</a>"
                                + "<p id=\"connection\" role=\"status\" class=\"connection\"></p><div id=\"content\" tabindex=\"-1\">")
                .add(content)
                .raw("</div></body></html>\n");
        Map<String, String> headers = headers("text/html; charset=utf-8", "no-store");
        byte[] body = html.toString().getBytes(StandardCharsets.UTF_8);
        return hasToken
                ? new ConsoleResponse(status, headers, body, Optional.empty())
                : fit(request, status, headers, body);
    }

    /** A page with one sentence. */
    static ConsoleResponse message(ConsoleRequest request, int status, String title, String text) {
        Html html = new Html()
                .raw("<main><p class=\"crumb\"><a href=\"./\">All deployments</a></p><h1>")
                .text(title)
                .raw("</h1><p>")
                .text(text)
                .raw("</p></main>");
        return page(request, status, html, title, false);
    }

    static ConsoleResponse asset(ConsoleRequest request, Assets.Asset asset) {
        return fit(
                request,
                200,
                headers(asset.type(), "public, max-age=31536000, immutable"),
                asset.content().getBytes(StandardCharsets.UTF_8));
    }

    static ConsoleResponse redirect(int status, String location) {
        Map<String, String> headers = headers("text/plain; charset=utf-8", "no-store");
        headers.put("Location", location);
        return new ConsoleResponse(status, headers, NOTHING, Optional.empty());
    }

    static ConsoleResponse stream(EventStream stream) {
        Map<String, String> headers = headers("text/event-stream; charset=utf-8", "no-store");
        headers.put("X-Accel-Buffering", "no");
        return new ConsoleResponse(200, headers, NOTHING, Optional.of(stream));
    }

    static ConsoleResponse with(ConsoleResponse response, String header, String value) {
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.put(header, value);
        return new ConsoleResponse(response.status(), headers, response.body(), response.stream());
    }

    private static Map<String, String> headers(String type, String cache) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type);
        headers.put("Cache-Control", cache);
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        return headers;
    }

    private static ConsoleResponse fit(ConsoleRequest request, int status, Map<String, String> headers, byte[] body) {
        headers.put("Vary", "Accept-Encoding");
        if (body.length < WORTH_COMPRESSING
                || !request.header("accept-encoding").orElse("").contains("gzip")) {
            return new ConsoleResponse(status, headers, body, Optional.empty());
        }
        headers.put("Content-Encoding", "gzip");
        return new ConsoleResponse(status, headers, compressed(body), Optional.empty());
    }

    static byte[] compressed(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
