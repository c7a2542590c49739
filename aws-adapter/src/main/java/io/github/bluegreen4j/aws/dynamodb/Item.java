package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item of the table. If an attribute is missing or malformed, this library did not write it, and the read is refused. */
record Item(Map<String, AttributeValue> attributes) {

    Item {
        attributes = Map.copyOf(attributes);
    }

    static Item at(Key key) {
        return new Item(key.attributes());
    }

    Item with(String name, AttributeValue value) {
        Map<String, AttributeValue> more = new HashMap<>(attributes);
        more.put(name, value);
        return new Item(more);
    }

    Item with(String name, String value) {
        return with(name, AttributeValue.fromS(value));
    }

    Item with(String name, long value) {
        return with(name, number(value));
    }

    Item with(ServiceRef service) {
        return with("cluster", service.cluster()).with("service", service.name());
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    Key key() {
        return new Key(text(Key.PARTITION), text(Key.SORT));
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    String text(String name) {
        return required(name, AttributeValue::s);
    }

    long number(String name) {
        return required(name, value -> value.n() == null ? null : Long.valueOf(value.n()));
    }

    Optional<Instant> instant(String name) {
        return has(name) ? Optional.of(Instant.parse(text(name))) : Optional.empty();
    }

    /** Returns the elements of a set. DynamoDB does not store an empty set. */
    Set<String> texts(String name) {
        return new LinkedHashSet<>(has(name) ? required(name, value -> value.hasSs() ? value.ss() : null) : List.of());
    }

    ServiceRef service() {
        return new ServiceRef(text("cluster"), text("service"));
    }

    /** Adds a set; an empty one is omitted, because DynamoDB does not store it. */
    Item with(String name, Set<String> values) {
        return values.isEmpty() ? this : with(name, AttributeValue.fromSs(List.copyOf(values)));
    }

    /** Tells whether the item has expired, even if DynamoDB has not deleted it yet. */
    boolean isExpired(Instant now) {
        return has(DynamoDbTable.EXPIRES) && number(DynamoDbTable.EXPIRES) <= now.getEpochSecond();
    }

    private <T> T required(String name, Function<AttributeValue, T> reading) {
        AttributeValue value = attributes.get(name);
        T read;
        try {
            read = value == null ? null : reading.apply(value);
        } catch (NumberFormatException | DateTimeParseException nonsense) {
            read = null;
        }
        if (read == null) {
            throw new PortException(new Problem(
                    Problem.Kind.REFUSED,
                    "dynamodb:GetItem",
                    keyText(),
                    "attribute " + name + " is " + (value == null ? "missing" : "of no use: " + value)
                            + "; the item is damaged: restore it from a backup, or delete it"));
        }
        return read;
    }

    private String keyText() {
        return Optional.ofNullable(attributes.get(Key.PARTITION))
                        .map(AttributeValue::s)
                        .orElse("?") + " "
                + Optional.ofNullable(attributes.get(Key.SORT))
                        .map(AttributeValue::s)
                        .orElse("?");
    }
}
