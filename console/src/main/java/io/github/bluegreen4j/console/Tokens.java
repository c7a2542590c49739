package io.github.bluegreen4j.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Keeps other sites from giving commands in somebody's name. A command has to come with a token that is both in a cookie, which other sites
 * cannot read or set, and in the form. It needs no memory, so any process behind a load balancer accepts it. What the browser says about
 * where the request comes from is checked, too.
 */
final class Tokens {
    private static final String COOKIE = "bluegreen4j-token";
    private static final String SAFE = "[A-Za-z0-9_-]{43}";
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** The token of a client: that of its cookie, or a new one. */
    String of(ConsoleRequest request) {
        return request.cookie(COOKIE).filter(token -> token.matches(SAFE)).orElseGet(this::fresh);
    }

    private String fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    boolean isKnown(ConsoleRequest request, String token) {
        return request.cookie(COOKIE).filter(token::equals).isPresent();
    }

    /** The cookie: for this console alone, hidden from scripts, and never sent with a request from another site. */
    String cookie(ConsoleRequest request, String token) {
        return COOKIE + "=" + token + "; HttpOnly; SameSite=Strict" + (request.secure() ? "; Secure" : "");
    }

    /** Why a command is not believed to come from a page of this console; empty if it is. */
    Optional<String> problem(ConsoleRequest request) {
        Optional<String> site = request.header("sec-fetch-site");
        if (site.isPresent() && !site.get().equals("same-origin")) {
            return Optional.of("The browser says that it came from another site (" + site.get() + ").");
        }
        if (site.isEmpty() && isForeign(request)) {
            return Optional.of("It came from " + request.header("origin").orElse("") + ", and this is "
                    + request.header("host").orElse("") + ".");
        }
        Optional<String> cookie = request.cookie(COOKIE);
        Optional<String> field = request.field("token");
        if (cookie.isEmpty() || field.isEmpty() || !isSame(cookie.get(), field.get())) {
            return Optional.of("Its token is missing or old. Load the page again and repeat the command.");
        }
        return Optional.empty();
    }

    private static boolean isForeign(ConsoleRequest request) {
        Optional<String> origin = request.header("origin");
        if (origin.isEmpty()) {
            return false;
        }
        try {
            return !Optional.ofNullable(URI.create(origin.get()).getAuthority()).equals(request.header("host"));
        } catch (IllegalArgumentException malformed) {
            return true;
        }
    }

    private static boolean isSame(String one, String other) {
        return one.matches(SAFE)
                && MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
