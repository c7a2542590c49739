package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A pending write of one item, alone or in a transaction. */
final class Write {
    private static final int LARGEST_ITEM = 400 * 1024;

    private final FakeDynamoTable table;
    private final ObjectNode key;
    private final JsonNode input;
    private final Condition condition;
    private final Function<Optional<ObjectNode>, Optional<ObjectNode>> change;
    private final Set<String> touched;

    private Write(
            FakeDynamoTable table,
            ObjectNode key,
            JsonNode input,
            Set<String> used,
            Function<Optional<ObjectNode>, Optional<ObjectNode>> change,
            Set<String> touched) {
        this.table = table;
        this.key = key;
        this.input = input;
        this.condition = Inputs.text(input, "ConditionExpression")
                .map(text -> ConditionParser.parse(new ExpressionReader(text, input, used)))
                .orElse(Condition.NONE);
        this.change = change;
        this.touched = touched;
        ExpressionReader.requireAllUsed(input, used);
    }

    static Write put(FakeDynamoTable table, JsonNode input) {
        ObjectNode item = (ObjectNode) input.path("Item");
        if (item.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_ITEM) {
            throw DynamoRefusals.invalid("Item size has exceeded the maximum allowed size");
        }
        return new Write(
                table,
                table.key(item),
                input,
                ExpressionReader.nothingUsed(),
                old -> Optional.of(item.deepCopy()),
                Set.of());
    }

    static Write delete(FakeDynamoTable table, JsonNode input) {
        return new Write(
                table,
                table.onlyKey(input.path("Key")),
                input,
                ExpressionReader.nothingUsed(),
                old -> Optional.empty(),
                Set.of());
    }

    /** Returns a write that only checks its condition. */
    static Write check(FakeDynamoTable table, JsonNode input) {
        return new Write(
                table, table.onlyKey(input.path("Key")), input, ExpressionReader.nothingUsed(), old -> old, Set.of());
    }

    static Write update(FakeDynamoTable table, JsonNode input) {
        ObjectNode key = table.onlyKey(input.path("Key"));
        Set<String> used = ExpressionReader.nothingUsed();
        Optional<Update> update = Inputs.text(input, "UpdateExpression")
                .map(text -> Update.parse(new ExpressionReader(text, input, used)));
        Set<String> touched = update.map(Update::touched).orElse(Set.of());
        if (touched.stream().anyMatch(key::has)) {
            throw DynamoRefusals.invalid("One or more parameter values were invalid: Cannot update attribute "
                    + touched.iterator().next() + ". This attribute is part of the key");
        }
        return new Write(
                table,
                key,
                input,
                used,
                old -> {
                    ObjectNode item = old.map(ObjectNode::deepCopy).orElseGet(key::deepCopy);
                    update.ifPresent(change -> change.apply(item));
                    return Optional.of(item);
                },
                touched);
    }

    /** Identifies the item, because a transaction may name each item only once. */
    String target() {
        return table.description().path("TableName").asText() + key;
    }

    Optional<ObjectNode> old() {
        return table.get(key);
    }

    boolean isAllowed() {
        return condition.holds(old().orElseGet(JsonNodeFactory.instance::objectNode));
    }

    /** Returns the current item if the request asks for it when its condition fails. */
    Optional<ObjectNode> toldWhenItFails() {
        boolean wanted =
                Inputs.text(input, "ReturnValuesOnConditionCheckFailure").equals(Optional.of("ALL_OLD"));
        return wanted ? old() : Optional.empty();
    }

    /** Executes the write without checking its condition. */
    Optional<ObjectNode> apply() {
        Optional<ObjectNode> fresh = change.apply(old());
        if (fresh.isPresent()) {
            table.put(key, fresh.get());
        } else {
            table.remove(key);
        }
        return fresh;
    }

    /** Returns the attributes for the answer. */
    Optional<ObjectNode> attributes(Optional<ObjectNode> old, Optional<ObjectNode> fresh) {
        return switch (Inputs.text(input, "ReturnValues").orElse("NONE")) {
            case "ALL_OLD" -> old;
            case "ALL_NEW" -> fresh;
            case "UPDATED_OLD" -> old.map(this::onlyTouched);
            case "UPDATED_NEW" -> fresh.map(this::onlyTouched);
            default -> Optional.empty();
        };
    }

    private ObjectNode onlyTouched(ObjectNode item) {
        return item.deepCopy().retain(touched);
    }
}
