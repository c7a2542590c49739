package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table: its items by partition, each partition in the order of the sort key. Guarded by the lock of its fake. */
final class FakeDynamoTable {
    private static final Comparator<JsonNode> ORDER =
            (one, other) -> AttributeValues.compare(one, other).orElse(0);
    private static final JsonNode NO_RANGE =
            JsonNodeFactory.instance.objectNode().put("S", "");

    private final ObjectNode description;
    private final Keys keys;
    private final Map<String, Keys> indexes = new HashMap<>();
    private final Map<String, TreeMap<JsonNode, ObjectNode>> partitions = new LinkedHashMap<>();
    private String timeToLive = "";

    /** The names of the key attributes. */
    record Keys(String hash, Optional<String> range) {
        static Keys of(JsonNode definition) {
            Map<String, String> byType = new HashMap<>();
            for (JsonNode element : Inputs.list(definition, "KeySchema")) {
                byType.put(
                        element.path("KeyType").asText(),
                        element.path("AttributeName").asText());
            }
            return new Keys(byType.getOrDefault("HASH", ""), Optional.ofNullable(byType.get("RANGE")));
        }

        List<String> names() {
            List<String> names = new ArrayList<>(List.of(hash));
            range.ifPresent(names::add);
            return names;
        }
    }

    /** @param input the parameters of CreateTable */
    FakeDynamoTable(ObjectNode input, ObjectNode description) {
        this.description = description;
        this.keys = Keys.of(input);
        for (String kind : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            Inputs.list(input, kind)
                    .forEach(index -> indexes.put(index.path("IndexName").asText(), Keys.of(index)));
        }
    }

    ObjectNode description() {
        return description.deepCopy().put("TableStatus", "ACTIVE");
    }

    String timeToLive() {
        return timeToLive;
    }

    void timeToLive(String attribute) {
        timeToLive = attribute;
    }

    Keys keys() {
        return keys;
    }

    Keys index(String name) {
        Keys index = indexes.get(name);
        if (index == null) {
            throw DynamoRefusals.invalid("The table does not have the specified index: " + name);
        }
        return index;
    }

    /** Returns the key attributes of an item. */
    ObjectNode key(JsonNode item) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (String name : keys.names()) {
            JsonNode value = item.get(name);
            if (value == null) {
                throw DynamoRefusals.invalid(
                        "One or more parameter values were invalid: Missing the key " + name + " in the item");
            }
            key.set(name, value);
        }
        return key;
    }

    ObjectNode onlyKey(JsonNode given) {
        if (given.size() != keys.names().size() || !keys.names().stream().allMatch(given::has)) {
            throw DynamoRefusals.invalid("The provided key element does not match the schema");
        }
        return key(given);
    }

    private JsonNode range(ObjectNode key) {
        return keys.range().map(key::get).orElse(NO_RANGE);
    }

    Optional<ObjectNode> get(ObjectNode key) {
        TreeMap<JsonNode, ObjectNode> partition =
                partitions.get(key.get(keys.hash()).toString());
        return partition == null ? Optional.empty() : Optional.ofNullable(partition.get(range(key)));
    }

    void put(ObjectNode key, ObjectNode item) {
        partitions
                .computeIfAbsent(key.get(keys.hash()).toString(), hash -> new TreeMap<>(ORDER))
                .put(range(key), item);
    }

    void remove(ObjectNode key) {
        TreeMap<JsonNode, ObjectNode> partition =
                partitions.get(key.get(keys.hash()).toString());
        if (partition != null) {
            partition.remove(range(key));
        }
    }

    /** Returns all items with these key attributes, in the order of the sort key within each partition. */
    List<ObjectNode> items(Keys by) {
        List<ObjectNode> all = new ArrayList<>();
        partitions.values().forEach(partition -> all.addAll(partition.values()));
        all.removeIf(item -> !by.names().stream().allMatch(item::has));
        if (!by.equals(keys) && by.range().isPresent()) {
            String range = by.range().get();
            all.sort((one, other) -> ORDER.compare(one.get(range), other.get(range)));
        }
        return all;
    }
}
