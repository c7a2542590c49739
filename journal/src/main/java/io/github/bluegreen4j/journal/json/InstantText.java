package io.github.bluegreen4j.journal.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads instants as {@link Instant#toString} writes them, for every event has one and {@link Instant#parse} takes a quarter of the time
 * to decode it. Whatever else {@code Instant.parse} reads is left to it.
 */
final class InstantText {
    /** {@code 2026-03-01T12:00:00} */
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

    private static final int NANO_DIGITS = 9;
    private static final int SECONDS_A_DAY = 86_400;

    private InstantText() {}

    /** @throws DateTimeParseException if it is no instant */
    static Instant parse(String text) {
        return written(text).orElseGet(() -> Instant.parse(text));
    }

    /** The instant, if it is written as usual: with a year of four digits, and a Z. */
    private static Optional<Instant> written(String text) {
        int last = text.length() - 1;
        if (last < SHAPE.length() || text.charAt(last) != 'Z' || !hasShape(text)) {
            return Optional.empty();
        }
        int nanos = last == SHAPE.length() ? 0 : nanos(text, last);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (nanos < 0 || hour > 23 || minute > 59 || second > 59) {
            return Optional.empty();
        }
        try {
            long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                    .toEpochDay();
            return Optional.of(Instant.ofEpochSecond(day * SECONDS_A_DAY + (hour * 60L + minute) * 60 + second, nanos));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static boolean hasShape(String text) {
        for (int i = 0; i < SHAPE.length(); i++) {
            char wanted = SHAPE.charAt(i);
            if (wanted == 'd' ? !isDigit(text.charAt(i)) : text.charAt(i) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /** The digits between the point and the Z; negative if they are no fraction of a second. */
    private static int nanos(String text, int last) {
        int from = SHAPE.length() + 1;
        int digits = last - from;
        if (text.charAt(SHAPE.length()) != '.' || digits < 1 || digits > NANO_DIGITS) {
            return -1;
        }
        int nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            char c = i < digits ? text.charAt(from + i) : '0';
            if (!isDigit(c)) {
                return -1;
            }
            nanos = nanos * 10 + c - '0';
        }
        return nanos;
    }
}
