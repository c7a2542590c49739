package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes several items or none. The same client token writes once within ten minutes. Guarded by the lock of its fake. */
final class Transactions {
    private static final int MOST = 100;
    private static final Duration TOKEN_IS_KEPT = Duration.ofMinutes(10);

    private final FakeDynamoTables tables;
    private final WorldView world;
    private final Map<String, Done> done = new HashMap<>();

    private record Done(JsonNode items, Instant at) {}

    Transactions(FakeDynamoTables tables, WorldView world) {
        this.tables = tables;
        this.world = world;
    }

    ObjectNode transactWriteItems(ObjectNode input) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        Optional<String> token = Inputs.text(input, "ClientRequestToken");
        Done before = token.map(done::get).orElse(null);
        if (before != null && before.at().plus(TOKEN_IS_KEPT).isAfter(world.now())) {
            if (before.items().equals(input.get("TransactItems"))) {
                return answer;
            }
            throw AwsRefusal.of(
                    "IdempotentParameterMismatchException",
                    "The request uses the same client token as a previous, but non-identical request.");
        }
        List<Write> writes = writes(input);
        if (!writes.stream().allMatch(Write::isAllowed)) {
            throw DynamoRefusals.cancelled(
                    writes.stream().map(Transactions::reason).toList());
        }
        writes.forEach(Write::apply);
        token.ifPresent(text -> done.put(text, new Done(input.get("TransactItems"), world.now())));
        return answer;
    }

    private List<Write> writes(ObjectNode input) {
        List<JsonNode> items = Inputs.list(input, "TransactItems");
        if (items.isEmpty() || items.size() > MOST) {
            throw DynamoRefusals.invalid("1 validation error detected: Value at 'transactItems' failed to satisfy"
                    + " constraint: Member must have length less than or equal to " + MOST);
        }
        List<Write> writes = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (JsonNode item : items) {
            Write write = write(item);
            if (!targets.add(write.target())) {
                throw DynamoRefusals.invalid("Transaction request cannot include multiple operations on one item");
            }
            writes.add(write);
        }
        return writes;
    }

    private Write write(JsonNode item) {
        String kind = item.fieldNames().hasNext() ? item.fieldNames().next() : "";
        JsonNode input = item.path(kind);
        FakeDynamoTable table = tables.get(input);
        return switch (kind) {
            case "Put" -> Write.put(table, input);
            case "Update" -> Write.update(table, input);
            case "Delete" -> Write.delete(table, input);
            case "ConditionCheck" -> Write.check(table, input);
            default ->
                throw DynamoRefusals.invalid("Invalid Request: TransactWriteRequest should contain Put or Update or"
                        + " Delete or ConditionCheck request");
        };
    }

    private static ObjectNode reason(Write write) {
        ObjectNode reason = JsonNodeFactory.instance.objectNode();
        if (write.isAllowed()) {
            return reason.put("Code", "None");
        }
        reason.put("Code", DynamoRefusals.CONDITION).put("Message", "The conditional request failed");
        write.toldWhenItFails().ifPresent(old -> reason.set("Item", old.deepCopy()));
        return reason;
    }
}
