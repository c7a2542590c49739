package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bluegreen4j.model.Percent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/** The shapes of values that have no parts. */
final class Scalars {
    static final Shape<String> TEXT = scalar(TextNode::valueOf, Scalars::text);
    static final Shape<Integer> NUMBER = scalar(IntNode::valueOf, Scalars::number);
    static final Shape<Boolean> FLAG = scalar(BooleanNode::valueOf, Scalars::flag);
    static final Shape<Double> DECIMAL = scalar(DoubleNode::valueOf, Scalars::decimal);

    /** ISO 8601 with a Z, to the nanosecond. */
    static final Shape<Instant> INSTANT = scalar(instant -> TextNode.valueOf(instant.toString()), Scalars::instant);

    /** ISO 8601: {@code PT10M}. */
    static final Shape<Duration> DURATION =
            scalar(duration -> TextNode.valueOf(duration.toString()), Scalars::duration);

    /** A number of percent, with at most one digit after the point. */
    static final Shape<Percent> PERCENT = scalar(Scalars::percent, Scalars::percent);

    private Scalars() {}

    /** Reads what has no parts. */
    private interface Reading<T> {
        T read(Place place, JsonNode node);
    }

    private static <T> Shape<T> scalar(Function<T, JsonNode> write, Reading<T> read) {
        return new Shape<>() {
            @Override
            public JsonNode write(T value) {
                if (value == null) {
                    // It would be written as null, which nothing reads.
                    throw new IllegalArgumentException("a value is missing: it could not be read back");
                }
                return write.apply(value);
            }

            @Override
            public T read(Place place, JsonNode node) {
                return read.read(place, node);
            }
        };
    }

    /** What is made of one text, and refuses texts it can't be made of. */
    static <T> Shape<T> named(Function<String, T> make, Function<T, String> name) {
        return made(TEXT, make, name);
    }

    /** What is made of another value, and refuses values it can't be made of. */
    static <V, T> Shape<T> made(Shape<V> shape, Function<V, T> make, Function<T, V> value) {
        return scalar(made -> shape.write(value.apply(made)), (place, node) -> {
            V read = shape.read(place, node);
            try {
                return make.apply(read);
            } catch (IllegalArgumentException refused) {
                throw new MisfitException(place, String.valueOf(refused.getMessage()), refused);
            }
        });
    }

    /** One of a few words: the names of the constants, which are the words of the journal and of Amazon ECS. */
    static Shape<Enum<?>> word(Class<?> type) {
        return scalar(word -> TextNode.valueOf(word.name()), (place, node) -> {
            String text = text(place, node);
            for (Object word : type.getEnumConstants()) {
                if (word instanceof Enum<?> constant && constant.name().equals(text)) {
                    return constant;
                }
            }
            throw place.wanted("a " + type.getSimpleName() + " known here", node);
        });
    }

    private static String text(Place place, JsonNode node) {
        if (!node.isTextual()) {
            throw place.wanted("a text", node);
        }
        return node.textValue();
    }

    private static int number(Place place, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw place.wanted("a whole number", node);
        }
        return node.intValue();
    }

    private static double decimal(Place place, JsonNode node) {
        if (!node.isNumber()) {
            throw place.wanted("a number", node);
        }
        return node.doubleValue();
    }

    private static boolean flag(Place place, JsonNode node) {
        if (!node.isBoolean()) {
            throw place.wanted("true or false", node);
        }
        return node.booleanValue();
    }

    private static Instant instant(Place place, JsonNode node) {
        try {
            return InstantText.parse(text(place, node));
        } catch (DateTimeParseException wrong) {
            throw place.wanted("an instant like 2026-03-01T12:00:00Z", node);
        }
    }

    private static Duration duration(Place place, JsonNode node) {
        try {
            return Duration.parse(text(place, node));
        } catch (DateTimeParseException wrong) {
            throw place.wanted("a duration like PT10M", node);
        }
    }

    private static JsonNode percent(Percent percent) {
        return percent.tenths() % 10 == 0
                ? IntNode.valueOf(percent.tenths() / 10)
                : DecimalNode.valueOf(BigDecimal.valueOf(percent.tenths(), 1));
    }

    private static Percent percent(Place place, JsonNode node) {
        if (!node.isNumber()) {
            throw place.wanted("a number of percent", node);
        }
        try {
            return new Percent(node.decimalValue().movePointRight(1).intValueExact());
        } catch (ArithmeticException | IllegalArgumentException refused) {
            throw place.wanted("0 to 100 in multiples of 0.1", node);
        }
    }
}
