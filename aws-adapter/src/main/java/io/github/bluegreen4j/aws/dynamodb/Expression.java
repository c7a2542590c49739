package io.github.bluegreen4j.aws.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition or an update, with its values. Attributes are written {@code #name}: many of their names are reserved words of DynamoDB.
 */
record Expression(String text, Map<String, AttributeValue> values) {
    private static final Pattern NAME = Pattern.compile("#(\\w+)");

    /** The item is not there. */
    static final Expression ABSENT = of("attribute_not_exists(#" + Key.PARTITION + ")");

    /** The item is there. */
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

    /** Both must hold. */
    Expression and(Expression other) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.putAll(other.values);
        return new Expression(text + " AND " + other.text, Map.copyOf(all));
    }

    /** What a request says beside its expressions: which attributes they name. */
    static Map<String, String> names(String... texts) {
        return NAME.matcher(String.join(" ", texts))
                .results()
                .collect(Collectors.toMap(found -> found.group(), found -> found.group(1), (one, same) -> one));
    }

    /** What a request says beside its expressions: the values of both, or nothing at all. */
    @Nullable
    static Map<String, AttributeValue> values(Expression one, Expression other) {
        return one.and(other).orNoValues();
    }

    /** The values, or nothing at all: DynamoDB refuses an empty map of them. */
    @Nullable
    Map<String, AttributeValue> orNoValues() {
        return values.isEmpty() ? null : values;
    }
}
