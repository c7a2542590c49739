package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads items by key or in pages. Guarded by the lock of its fake. */
final class ReadOperations {
    private static final int MOST_KEYS = 100;
    private static final int PAGE_BYTES = 1024 * 1024;

    private final FakeDynamoTables tables;

    ReadOperations(FakeDynamoTables tables) {
        this.tables = tables;
    }

    ObjectNode getItem(ObjectNode input) {
        FakeDynamoTable table = tables.get(input);
        Set<String> used = ExpressionReader.nothingUsed();
        List<AttributePath> projection = projection(input, used);
        ExpressionReader.requireAllUsed(input, used);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        table.get(table.onlyKey(input.path("Key"))).ifPresent(item -> answer.set("Item", project(item, projection)));
        return answer;
    }

    ObjectNode batchGetItem(ObjectNode input) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode responses = answer.putObject("Responses");
        int keys = 0;
        for (Map.Entry<String, JsonNode> asked : input.path("RequestItems").properties()) {
            FakeDynamoTable table = tables.get(asked.getKey());
            ArrayNode items = responses.putArray(asked.getKey());
            for (JsonNode key : Inputs.list(asked.getValue(), "Keys")) {
                table.get(table.onlyKey(key)).ifPresent(item -> items.add(item.deepCopy()));
                keys++;
            }
        }
        if (keys > MOST_KEYS) {
            throw DynamoRefusals.invalid("Too many items requested for the BatchGetItem call");
        }
        answer.putObject("UnprocessedKeys");
        return answer;
    }

    /** Reads several items at once. A missing item has an empty answer. */
    ObjectNode transactGetItems(ObjectNode input) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode responses = answer.putArray("Responses");
        List<JsonNode> asked = Inputs.list(input, "TransactItems");
        if (asked.isEmpty() || asked.size() > MOST_KEYS) {
            throw DynamoRefusals.invalid("1 validation error detected: Value at 'transactItems' failed to satisfy"
                    + " constraint: Member must have length less than or equal to " + MOST_KEYS);
        }
        for (JsonNode one : asked) {
            responses.add(getItem((ObjectNode) one.path("Get")));
        }
        return answer;
    }

    ObjectNode query(ObjectNode input) {
        String text = Inputs.text(input, "KeyConditionExpression")
                .orElseThrow(
                        () -> DynamoRefusals.invalid(
                                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."));
        Set<String> used = ExpressionReader.nothingUsed();
        ExpressionReader words = new ExpressionReader(text, input, used);
        Condition key = ConditionParser.parse(words);
        FakeDynamoTable.Keys by = keys(input);
        if (!words.attributes().contains(by.hash())) {
            throw DynamoRefusals.invalid("Query condition missed key schema element: " + by.hash());
        }
        if (!by.names().containsAll(words.attributes())) {
            throw DynamoRefusals.invalid("Query key condition not supported");
        }
        return page(input, key, used);
    }

    ObjectNode scan(ObjectNode input) {
        return page(input, Condition.NONE, ExpressionReader.nothingUsed());
    }

    private FakeDynamoTable.Keys keys(ObjectNode input) {
        FakeDynamoTable table = tables.get(input);
        return Inputs.text(input, "IndexName").map(table::index).orElse(table.keys());
    }

    private ObjectNode page(ObjectNode input, Condition key, Set<String> used) {
        FakeDynamoTable table = tables.get(input);
        FakeDynamoTable.Keys by = keys(input);
        Condition filter = Inputs.text(input, "FilterExpression")
                .map(text -> ConditionParser.parse(new ExpressionReader(text, input, used)))
                .orElse(Condition.NONE);
        List<AttributePath> projection = projection(input, used);
        ExpressionReader.requireAllUsed(input, used);
        List<ObjectNode> found =
                new ArrayList<>(table.items(by).stream().filter(key::holds).toList());
        if (Inputs.text(input, "ScanIndexForward").equals(Optional.of("false"))) {
            Collections.reverse(found);
        }
        int from = start(table, found, input);
        int most = Inputs.number(input, "Limit").orElse(Integer.MAX_VALUE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("Items");
        int bytes = 0;
        int at = from;
        while (at < found.size() && at - from < most && bytes < PAGE_BYTES) {
            ObjectNode item = found.get(at++);
            bytes += item.toString().length();
            if (filter.holds(item)) {
                items.add(project(item, projection));
            }
        }
        answer.put("Count", items.size()).put("ScannedCount", at - from);
        if (Inputs.text(input, "Select").equals(Optional.of("COUNT"))) {
            answer.remove("Items");
        }
        if (at < found.size()) {
            answer.set("LastEvaluatedKey", lastKey(table, by, found.get(at - 1)));
        }
        return answer;
    }

    private static ObjectNode lastKey(FakeDynamoTable table, FakeDynamoTable.Keys by, ObjectNode item) {
        ObjectNode key = table.key(item);
        by.names().forEach(name -> key.set(name, item.get(name)));
        return key;
    }

    private static int start(FakeDynamoTable table, List<ObjectNode> found, ObjectNode input) {
        if (!input.hasNonNull("ExclusiveStartKey")) {
            return 0;
        }
        ObjectNode after = table.key(input.get("ExclusiveStartKey"));
        for (int i = 0; i < found.size(); i++) {
            if (table.key(found.get(i)).equals(after)) {
                return i + 1;
            }
        }
        throw DynamoRefusals.invalid("The provided starting key is invalid");
    }

    private static List<AttributePath> projection(JsonNode input, Set<String> used) {
        List<AttributePath> paths = new ArrayList<>();
        Inputs.text(input, "ProjectionExpression").ifPresent(text -> {
            ExpressionReader words = new ExpressionReader(text, input, used);
            do {
                paths.add(words.path());
            } while (words.take(","));
        });
        return paths;
    }

    /** Returns the selected attributes. Nested paths select the whole attribute. */
    private static ObjectNode project(ObjectNode item, List<AttributePath> paths) {
        return paths.isEmpty()
                ? item.deepCopy()
                : item.deepCopy().retain(paths.stream().map(AttributePath::top).toList());
    }
}
