package io.github.bluegreen4j.awstestkit.wire;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param next the token that asks for the next one; empty on the last
 */
public record Page<T>(List<T> elements, Optional<String> next) {
    private static final String TOKEN = "page-from-";

    /**
     * The page that a request asks for.
     *
     * @param token that of the page before; empty for the first page
     * @param size how many elements it wants
     * @param most how many it may want
     */
    public static <T> Page<T> of(List<T> all, Optional<String> token, int size, int most) {
        int from = token.map(Page::number).orElse(0);
        int to = Math.min(all.size(), from + Math.max(1, Math.min(size, most)));
        if (from > all.size()) {
            return new Page<>(List.of(), Optional.empty());
        }
        return new Page<>(all.subList(from, to), to < all.size() ? Optional.of(TOKEN + to) : Optional.empty());
    }

    private static int number(String token) {
        if (token.matches(TOKEN + "[0-9]{1,9}")) {
            return Integer.parseInt(token.substring(TOKEN.length()));
        }
        throw AwsRefusal.of("InvalidParameterException", "Invalid token " + token);
    }
}
