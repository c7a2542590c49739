package io.github.bluegreen4j.aws.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition or an update with its values. Attribute names are written {@code #name}, because many of them are reserved
 * words of DynamoDB.
 */
record Expression(String text, Map<String, AttributeValue> values) {
    private static final Pattern NAME = Pattern.compile("#(\\w+)");

    /** The item does not exist. */
    static final Expression ABSENT = of("attribute_not_exists(#" + Key.PARTITION + ")");

    /** The item exists. */
    static final Expression PRESENT = of("attribute_exists(#" + Key.PARTITION + ")");

    static Expression of(String text) {
        return new Expression(text, Map.of());
    }

    Expression with(String placeholder, AttributeValue value) {
        Map<String, AttributeValue> more = new HashMap<>(values);
        more.put(placeholder, value);
        return new Expression(text, Map.copyOf(more));
    }

    Expression with(String placeholder, long value) {
        return with(placeholder, Item.number(value));
    }

    Expression with(String placeholder, String value) {
        return with(placeholder, AttributeValue.fromS(value));
    }

    /** Returns a condition that requires both. */
    Expression and(Expression other) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.putAll(other.values);
        return new Expression(text + " AND " + other.text, Map.copyOf(all));
    }

    /** Returns the attribute names that expressions use, for the request. */
    static Map<String, String> names(String... texts) {
        return NAME.matcher(String.join(" ", texts))
                .results()
                .collect(Collectors.toMap(found -> found.group(), found -> found.group(1), (one, same) -> one));
    }

    /** Returns the values of both expressions, for the request; null if there are none. */
    @Nullable
    static Map<String, AttributeValue> values(Expression one, Expression other) {
        return one.and(other).orNoValues();
    }

    /** Returns the values; null if there are none, because DynamoDB refuses an empty map. */
    @Nullable
    Map<String, AttributeValue> orNoValues() {
        return values.isEmpty() ? null : values;
    }
}
