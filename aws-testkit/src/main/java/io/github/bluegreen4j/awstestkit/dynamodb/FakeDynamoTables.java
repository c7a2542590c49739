package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables. A new table is {@code ACTIVE} at the first read. Guarded by the lock of its fake. */
final class FakeDynamoTables {
    private final WorldView world;
    private final Arns arns;
    private final Map<String, FakeDynamoTable> tables = new HashMap<>();

    FakeDynamoTables(WorldView world, Arns arns) {
        this.world = world;
        this.arns = arns;
    }

    /** Returns the short name of a table that is given by name or ARN. */
    static String name(JsonNode input) {
        String given = Inputs.text(input, "TableName").orElse("");
        return given.substring(given.lastIndexOf('/') + 1);
    }

    String arn(String name) {
        return "arn:aws:dynamodb:" + arns.region() + ":" + arns.account() + ":table/" + name;
    }

    FakeDynamoTable get(JsonNode input) {
        return get(name(input));
    }

    FakeDynamoTable get(String name) {
        FakeDynamoTable table = tables.get(name);
        if (table == null) {
            throw DynamoRefusals.noTable();
        }
        return table;
    }

    ObjectNode createTable(ObjectNode input) {
        String name = name(input);
        if (tables.containsKey(name)) {
            throw AwsRefusal.of("ResourceInUseException", "Table already exists: " + name);
        }
        if (FakeDynamoTable.Keys.of(input).hash().isEmpty()) {
            throw DynamoRefusals.invalid("No defined hash key in the key schema");
        }
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")) {
            if (input.hasNonNull(field)) {
                description.set(field, input.get(field));
            }
        }
        description.put("TableName", name).put("TableArn", arn(name)).put("ItemCount", 0);
        description.put("CreationDateTime", world.now().toEpochMilli() / 1000.0);
        tables.put(name, new FakeDynamoTable(input, description));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("TableDescription", description.deepCopy().put("TableStatus", "CREATING"));
        return answer;
    }

    ObjectNode describeTable(ObjectNode input) {
        FakeDynamoTable table = tables.get(name(input));
        if (table == null) {
            throw AwsRefusal.of(
                    "ResourceNotFoundException", "Requested resource not found: Table: " + name(input) + " not found");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("Table", table.description());
        return answer;
    }

    ObjectNode updateTimeToLive(ObjectNode input) {
        JsonNode wanted = input.path("TimeToLiveSpecification");
        boolean enabled = Inputs.flag(wanted, "Enabled");
        String attribute = Inputs.text(wanted, "AttributeName").orElse("");
        FakeDynamoTable table = get(input);
        if (enabled != table.timeToLive().isEmpty()) {
            throw DynamoRefusals.invalid("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
        }
        table.timeToLive(enabled ? attribute : "");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("TimeToLiveSpecification", wanted);
        return answer;
    }

    ObjectNode describeTimeToLive(ObjectNode input) {
        String attribute = get(input).timeToLive();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode told = answer.putObject("TimeToLiveDescription");
        told.put("TimeToLiveStatus", attribute.isEmpty() ? "DISABLED" : "ENABLED");
        if (!attribute.isEmpty()) {
            told.put("AttributeName", attribute);
        }
        return answer;
    }
}
