package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An update expression. All of its parts are evaluated on the item before the update. */
final class Update {
    private static final Set<String> SECTIONS = Set.of("SET", "REMOVE", "ADD", "DELETE");

    private final ExpressionReader words;
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> touched = new LinkedHashSet<>();

    /** A change of an item. */
    @FunctionalInterface
    private interface Change {
        void apply(ObjectNode before, ObjectNode after);
    }

    private Update(ExpressionReader words) {
        this.words = words;
    }

    static Update parse(ExpressionReader words) {
        Update update = new Update(words);
        while (!words.isAtEnd()) {
            String section = words.peek();
            if (!SECTIONS.contains(section) || !words.take(section)) {
                throw words.wrong();
            }
            do {
                update.part(section);
            } while (words.take(","));
        }
        return update;
    }

    /** Returns the attributes that it changes. */
    Set<String> touched() {
        return touched;
    }

    void apply(ObjectNode item) {
        ObjectNode before = item.deepCopy();
        changes.forEach(change -> change.apply(before, item));
    }

    private void part(String section) {
        AttributePath path = words.path();
        touched.add(path.top());
        switch (section) {
            case "SET" -> {
                words.require("=");
                Operand value = sum();
                changes.add((before, after) -> path.set(
                        after, value.in(before).orElseThrow(Update::missing).deepCopy()));
            }
            case "REMOVE" -> changes.add((before, after) -> path.remove(after));
            case "ADD" -> {
                JsonNode added = words.value();
                changes.add((before, after) -> path.set(after, added(path.in(before), added)));
            }
            default -> {
                JsonNode removed = words.value();
                changes.add((before, after) -> delete(path, after, removed));
            }
        }
    }

    private static RuntimeException missing() {
        return DynamoRefusals.invalid("The provided expression refers to an attribute that does not exist in the item");
    }

    private Operand sum() {
        Operand left = operand();
        boolean plus = words.take("+");
        if (!plus && !words.take("-")) {
            return left;
        }
        Operand right = operand();
        return item -> {
            BigDecimal one = AttributeValues.number(left.in(item).orElseThrow(Update::missing));
            BigDecimal other = AttributeValues.number(right.in(item).orElseThrow(Update::missing));
            return Optional.of(AttributeValues.number(plus ? one.add(other) : one.subtract(other)));
        };
    }

    private Operand operand() {
        if (words.isValue()) {
            Optional<JsonNode> value = Optional.of(words.value());
            return item -> value;
        }
        if (words.peekBehind().equals("(")) {
            return function(words.peek());
        }
        AttributePath path = words.path();
        return path::in;
    }

    private Operand function(String name) {
        words.require(name);
        words.require("(");
        Operand one = operand();
        words.require(",");
        Operand other = operand();
        words.require(")");
        return switch (name) {
            case "IF_NOT_EXISTS" -> item -> one.in(item).or(() -> other.in(item));
            case "LIST_APPEND" ->
                item -> {
                    ObjectNode list = one.in(item).orElseThrow(Update::missing).<ObjectNode>deepCopy();
                    ((ArrayNode) list.get("L")).addAll((ArrayNode)
                            other.in(item).orElseThrow(Update::missing).get("L"));
                    return Optional.of(list);
                };
            default -> throw DynamoRefusals.invalid("Invalid expression: Invalid function name; function: " + name);
        };
    }

    private static JsonNode added(Optional<JsonNode> before, JsonNode added) {
        if (before.isEmpty()) {
            return added.deepCopy();
        }
        if (AttributeValues.type(added).equals("N")) {
            return AttributeValues.number(AttributeValues.number(before.get()).add(AttributeValues.number(added)));
        }
        JsonNode union = before.get().deepCopy();
        ArrayNode elements = (ArrayNode) AttributeValues.content(union);
        for (JsonNode element : AttributeValues.content(added)) {
            if (indexOf(elements, element) < 0) {
                elements.add(element);
            }
        }
        return union;
    }

    private static void delete(AttributePath path, ObjectNode item, JsonNode removed) {
        path.in(item).ifPresent(set -> {
            ArrayNode elements = (ArrayNode) AttributeValues.content(set);
            for (JsonNode element : AttributeValues.content(removed)) {
                int index = indexOf(elements, element);
                if (index >= 0) {
                    elements.remove(index);
                }
            }
            if (elements.isEmpty()) {
                path.remove(item);
            }
        });
    }

    private static int indexOf(ArrayNode elements, JsonNode element) {
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).equals(element)) {
                return i;
            }
        }
        return -1;
    }
}
