package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Amazon DynamoDB with the tables that clients create. Not thread-safe: guarded by the lock of {@code FakeAws}. */
public final class FakeDynamo implements FakeService {
    private final FakeDynamoTables tables;
    private final Map<String, Operation> operations;

    /**
     * Creates the service of a world, without tables.
     *
     * @param world the world, for its clock
     * @param arns the account and Region
     */
    public FakeDynamo(WorldView world, Arns arns) {
        tables = new FakeDynamoTables(world, arns);
        ReadOperations reads = new ReadOperations(tables);
        Transactions transactions = new Transactions(tables, world);
        operations = Map.ofEntries(
                entry("CreateTable", tables::createTable),
                entry("DescribeTable", tables::describeTable),
                entry("UpdateTimeToLive", tables::updateTimeToLive),
                entry("DescribeTimeToLive", tables::describeTimeToLive),
                entry("PutItem", input -> write(Write.put(tables.get(input), input))),
                entry("UpdateItem", input -> write(Write.update(tables.get(input), input))),
                entry("DeleteItem", input -> write(Write.delete(tables.get(input), input))),
                entry("GetItem", reads::getItem),
                entry("BatchGetItem", reads::batchGetItem),
                entry("Query", reads::query),
                entry("Scan", reads::scan),
                entry("TransactGetItems", reads::transactGetItems),
                entry("TransactWriteItems", transactions::transactWriteItems));
    }

    private Map.Entry<String, Operation> entry(String name, Function<ObjectNode, ObjectNode> body) {
        return Map.entry(name, new Operation(this::resources, body));
    }

    private List<String> resources(ObjectNode input) {
        if (input.has("TableName")) {
            return List.of(tables.arn(FakeDynamoTables.name(input)));
        }
        if (input.has("RequestItems")) {
            return input.get("RequestItems").properties().stream()
                    .map(Map.Entry::getKey)
                    .map(tables::arn)
                    .toList();
        }
        return Inputs.list(input, "TransactItems").stream()
                .flatMap(item -> item.properties().stream())
                .map(part -> tables.arn(FakeDynamoTables.name(part.getValue())))
                .distinct()
                .toList();
    }

    @Override
    public Api api() {
        return Api.DYNAMODB;
    }

    @Override
    public Map<String, Operation> operations() {
        return operations;
    }

    private static ObjectNode write(Write write) {
        Optional<ObjectNode> old = write.old().map(ObjectNode::deepCopy);
        if (!write.isAllowed()) {
            throw DynamoRefusals.condition(
                    write.toldWhenItFails().map(ObjectNode::deepCopy).orElse(null));
        }
        Optional<ObjectNode> fresh = write.apply();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        write.attributes(old, fresh).ifPresent(item -> answer.set("Attributes", item.<JsonNode>deepCopy()));
        return answer;
    }
}
