package io.github.bluegreen4j.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A client of a console without a server: what a browser would send, and what it would get. */
final class PageReader {
    private static final Pattern COMMAND =
            Pattern.compile("<li class=\"command\" data-command=\"([^\"]*)\" data-hook=\"([^\"]*)\""
                    + " data-allowed=\"([^\"]*)\">(.*?)</li>");

    private final Console console;
    private final Map<String, String> headers = new LinkedHashMap<>();

    PageReader(Console console) {
        this.console = console;
        headers.put("Host", "localhost:8080");
    }

    PageReader with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    PageReader without(String header) {
        headers.remove(header);
        return this;
    }

    ConsoleResponse get(String address) {
        return send("GET", address, "");
    }

    ConsoleResponse post(String address, Map<String, String> form) {
        return send(
                "POST",
                address,
                form.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&")));
    }

    ConsoleResponse send(String method, String address, String body) {
        String[] parts = address.split("\\?", 2);
        return console.handle(new ConsoleRequest(
                method,
                "/tools/deployments",
                parts[0],
                parts.length == 2 ? parts[1] : "",
                headers,
                body,
                false,
                Optional.empty(),
                this));
    }

    String page(String address) {
        return text(get(address));
    }

    static String text(ConsoleResponse response) {
        byte[] body = response.body();
        if (!"gzip".equals(response.headers().get("Content-Encoding"))) {
            return new String(body, StandardCharsets.UTF_8);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String address(String id) {
        return "/deployment?id=" + encoded(id);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A command on a page.
     *
     * @param name the command as a form sends it
     * @param hook the pause that it answers; empty if none
     * @param allowed whether the page says that the deployment accepts it
     * @param enabled whether there is a form that gives it
     * @param why what stands beside it
     */
    record Offered(String name, String hook, boolean allowed, boolean enabled, String why) {}

    /** The commands of a page, in their order. */
    static List<Offered> commands(String page) {
        List<Offered> commands = new ArrayList<>();
        Matcher found = COMMAND.matcher(page);
        while (found.find()) {
            String content = found.group(4);
            boolean enabled = content.contains("<button type=\"submit\"");
            boolean disabled = content.contains("<button type=\"button\" disabled");
            if (enabled == disabled) {
                throw new AssertionError("neither enabled nor disabled: " + content);
            }
            commands.add(new Offered(
                    found.group(1),
                    found.group(2),
                    Boolean.parseBoolean(found.group(3)),
                    enabled,
                    content.substring(content.lastIndexOf("why\">") + 5).replaceAll("<[^>]*>", "")));
        }
        return commands;
    }

    static String token(String page) {
        Matcher found = Pattern.compile("name=\"token\" value=\"([^\"]*)\"").matcher(page);
        if (!found.find()) {
            throw new AssertionError("no token: " + page);
        }
        return found.group(1);
    }
}
