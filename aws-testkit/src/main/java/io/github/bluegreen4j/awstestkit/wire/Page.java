package io.github.bluegreen4j.awstestkit.wire;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param <T> the type of the elements
 * @param elements the elements of this page
 * @param next the token for the next page; empty on the last
 */
public record Page<T>(List<T> elements, Optional<String> next) {
    private static final String TOKEN = "page-from-";

    /**
     * Returns the page that a request asks for.
     *
     * @param <T> the type of the elements
     * @param all the whole list
     * @param token the token from the previous page; empty for the first page
     * @param size the requested page size
     * @param most the maximum page size
     * @return the page
     * @throws AwsRefusal if the token is invalid
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
