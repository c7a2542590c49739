package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** Parses conditions: comparisons and functions, with the precedence NOT, AND, OR. */
final class ConditionParser {
    private final ExpressionReader words;

    private ConditionParser(ExpressionReader words) {
        this.words = words;
    }

    static Condition parse(ExpressionReader words) {
        Condition condition = new ConditionParser(words).or();
        if (!words.isAtEnd()) {
            throw words.wrong();
        }
        return condition;
    }

    private Condition or() {
        Condition left = and();
        while (words.take("OR")) {
            Condition one = left;
            Condition other = and();
            left = item -> one.holds(item) || other.holds(item);
        }
        return left;
    }

    private Condition and() {
        Condition left = not();
        while (words.take("AND")) {
            Condition one = left;
            Condition other = not();
            left = item -> one.holds(item) && other.holds(item);
        }
        return left;
    }

    private Condition not() {
        if (words.take("NOT")) {
            Condition inner = not();
            return item -> !inner.holds(item);
        }
        if (words.take("(")) {
            Condition inner = or();
            words.require(")");
            return inner;
        }
        return words.peekBehind().equals("(") && !words.peek().equals("SIZE") ? function() : comparison();
    }

    private Condition function() {
        String name = words.peek();
        if (!words.take(name) || !words.take("(")) {
            throw words.wrong();
        }
        Condition condition = switch (name) {
            case "ATTRIBUTE_EXISTS" -> exists(true);
            case "ATTRIBUTE_NOT_EXISTS" -> exists(false);
            case "ATTRIBUTE_TYPE" ->
                pair((value, type) -> AttributeValues.type(value)
                        .equals(AttributeValues.content(type).asText()));
            case "BEGINS_WITH" ->
                pair((value, start) -> AttributeValues.content(value)
                        .asText()
                        .startsWith(AttributeValues.content(start).asText()));
            case "CONTAINS" -> pair(AttributeValues::contains);
            default -> throw DynamoRefusals.invalid("Invalid expression: Invalid function name; function: " + name);
        };
        words.require(")");
        return condition;
    }

    private Condition exists(boolean wanted) {
        AttributePath path = words.path();
        return item -> path.in(item).isPresent() == wanted;
    }

    @FunctionalInterface
    private interface Pair {
        boolean holds(JsonNode one, JsonNode other);
    }

    private Condition pair(Pair pair) {
        Operand one = operand();
        words.require(",");
        Operand other = operand();
        return item -> both(one.in(item), other.in(item), pair);
    }

    private static boolean both(Optional<JsonNode> one, Optional<JsonNode> other, Pair pair) {
        return one.isPresent() && other.isPresent() && pair.holds(one.get(), other.get());
    }

    private Operand operand() {
        if (words.isValue()) {
            Optional<JsonNode> value = Optional.of(words.value());
            return item -> value;
        }
        if (words.peek().equals("SIZE") && words.peekBehind().equals("(")) {
            words.require("SIZE");
            words.require("(");
            AttributePath path = words.path();
            words.require(")");
            return item ->
                    path.in(item).map(value -> AttributeValues.number(BigDecimal.valueOf(AttributeValues.size(value))));
        }
        AttributePath path = words.path();
        return path::in;
    }

    private Condition comparison() {
        Operand left = operand();
        String word = words.peek();
        words.take(word);
        return switch (word) {
            case "=" -> compare(left, AttributeValues::same);
            case "<>" -> unequal(left);
            case "<" -> ordered(left, order -> order < 0);
            case "<=" -> ordered(left, order -> order <= 0);
            case ">" -> ordered(left, order -> order > 0);
            case ">=" -> ordered(left, order -> order >= 0);
            case "BETWEEN" -> between(left);
            case "IN" -> in(left);
            default -> throw words.wrong();
        };
    }

    private Condition compare(Operand left, Pair pair) {
        Operand right = operand();
        return item -> both(left.in(item), right.in(item), pair);
    }

    /** Parses an inequality. A missing attribute is unequal to everything. */
    private Condition unequal(Operand left) {
        Operand right = operand();
        return item -> !both(left.in(item), right.in(item), AttributeValues::same);
    }

    private Condition ordered(Operand left, IntPredicate wanted) {
        return compare(left, (one, other) -> {
            OptionalInt order = AttributeValues.compare(one, other);
            return order.isPresent() && wanted.test(order.getAsInt());
        });
    }

    private Condition between(Operand left) {
        Condition low = ordered(left, order -> order >= 0);
        words.require("AND");
        Condition high = ordered(left, order -> order <= 0);
        return item -> low.holds(item) && high.holds(item);
    }

    private Condition in(Operand left) {
        words.require("(");
        List<Condition> any = new ArrayList<>();
        do {
            any.add(compare(left, AttributeValues::same));
        } while (words.take(","));
        words.require(")");
        return item -> any.stream().anyMatch(condition -> condition.holds(item));
    }
}
