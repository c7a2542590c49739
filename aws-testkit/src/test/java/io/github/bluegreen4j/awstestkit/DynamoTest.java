package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

class DynamoTest {
    private static final String TABLE = "deployments";

    private final WireShop shop = new WireShop();

    DynamoTest() {
        shop.dynamo.createTable(request -> request.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("id", KeyType.HASH), key("version", KeyType.RANGE))
                .attributeDefinitions(
                        AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType("S")
                                .build(),
                        AttributeDefinition.builder()
                                .attributeName("version")
                                .attributeType("N")
                                .build())
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("due")
                        .keySchema(key("queue", KeyType.HASH), key("wakeUp", KeyType.RANGE))
                        .build()));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue n(long number) {
        return AttributeValue.fromN(String.valueOf(number));
    }

    private static Map<String, AttributeValue> id(String id, long version) {
        return Map.of("id", s(id), "version", n(version));
    }

    private static Map<String, AttributeValue> item(String id, long version, long wakeUp) {
        return Map.of("id", s(id), "version", n(version), "queue", s("q"), "wakeUp", n(wakeUp));
    }

    private void put(String id, long version, long wakeUp) {
        shop.dynamo.putItem(request -> request.tableName(TABLE).item(item(id, version, wakeUp)));
    }

    private Map<String, AttributeValue> get(String id, long version) {
        return shop.dynamo
                .getItem(
                        request -> request.tableName(TABLE).key(id(id, version)).consistentRead(true))
                .item();
    }

    @Test
    void aTableIsCreatedOnceAndActiveAtTheNextLook() {
        assertThat(shop.dynamo
                        .describeTable(request -> request.tableName(TABLE))
                        .table()
                        .tableStatus())
                .isEqualTo(TableStatus.ACTIVE);
        refused(
                () -> shop.dynamo.createTable(
                        request -> request.tableName(TABLE).keySchema(key("id", KeyType.HASH))),
                "ResourceInUseException",
                "Table already exists");
        refused(
                () -> shop.dynamo.describeTable(request -> request.tableName("other")),
                "ResourceNotFoundException",
                "Table: other not found");
        shop.dynamo.updateTimeToLive(request -> request.tableName(TABLE)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("expires")));
        assertThat(shop.dynamo
                        .describeTimeToLive(request -> request.tableName(TABLE))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("expires");
    }

    @Test
    void anItemIsPutUnlessItIsThereAlready() {
        put("d-1", 1, 7);

        ConditionalCheckFailedException failed = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> shop.dynamo.putItem(request -> request.tableName(TABLE)
                        .item(item("d-1", 1, 9))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertThat(failed.item()).containsEntry("wakeUp", n(7));
        assertThat(get("d-1", 1)).containsEntry("wakeUp", n(7));
        assertThat(get("d-1", 2)).isEmpty();
    }

    @Test
    void anItemIsUpdatedUnderAConditionWithNamesAndValues() {
        put("d-1", 1, 7);

        Map<String, AttributeValue> updated = shop.dynamo
                .updateItem(request -> request.tableName(TABLE)
                        .key(id("d-1", 1))
                        .updateExpression("SET #owner = :owner, fence = if_not_exists(fence, :zero) + :one,"
                                + " events = list_append(if_not_exists(events, :none), :some) REMOVE wakeUp")
                        .conditionExpression("(#owner = :owner OR attribute_not_exists(#owner)) AND NOT wakeUp > :eight"
                                + " AND begins_with(id, :start)")
                        .expressionAttributeNames(Map.of("#owner", "owner"))
                        .expressionAttributeValues(Map.of(
                                ":owner", s("engine-1"),
                                ":zero", n(0),
                                ":one", n(1),
                                ":none", AttributeValue.fromL(List.of()),
                                ":some", AttributeValue.fromL(List.of(s("begun"))),
                                ":eight", n(8),
                                ":start", s("d-")))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();

        assertThat(updated)
                .containsEntry("owner", s("engine-1"))
                .containsEntry("fence", n(1))
                .doesNotContainKey("wakeUp");
        assertThat(updated.get("events").l()).containsExactly(s("begun"));
        refused(
                () -> shop.dynamo.updateItem(request -> request.tableName(TABLE)
                        .key(id("d-1", 1))
                        .updateExpression("SET fence = :two")
                        .conditionExpression("fence = :two")
                        .expressionAttributeValues(Map.of(":two", n(2)))),
                "ConditionalCheckFailedException",
                "The conditional request failed");
    }

    @Test
    void anUpdateMakesWhatIsNotThere() {
        shop.dynamo.updateItem(request -> request.tableName(TABLE)
                .key(id("d-2", 1))
                .updateExpression("ADD attempts :one SET mail = :mail")
                .expressionAttributeValues(Map.of(":one", n(1), ":mail", AttributeValue.fromM(Map.of("a", s("b"))))));
        shop.dynamo.updateItem(request -> request.tableName(TABLE)
                .key(id("d-2", 1))
                .updateExpression("ADD attempts :one SET mail.c = :d")
                .expressionAttributeValues(Map.of(":one", n(1), ":d", s("d"))));

        assertThat(get("d-2", 1)).containsEntry("attempts", n(2));
        assertThat(get("d-2", 1).get("mail").m()).containsOnlyKeys("a", "c");
        shop.dynamo.deleteItem(request -> request.tableName(TABLE)
                .key(id("d-2", 1))
                .conditionExpression("attempts BETWEEN :one AND :two AND size(mail) = :two")
                .expressionAttributeValues(Map.of(":one", n(1), ":two", n(2))));
        assertThat(get("d-2", 1)).isEmpty();
    }

    @Test
    void itemsAreQueriedInTheOrderOfTheirSortKeyInPages() {
        for (int i = 12; i >= 1; i--) {
            put("d-1", i, 100 - i);
        }
        put("d-2", 1, 1);

        QueryResponse page = shop.dynamo.query(request -> request.tableName(TABLE)
                .keyConditionExpression("id = :id AND version > :three")
                .expressionAttributeValues(Map.of(":id", s("d-1"), ":three", n(3)))
                .limit(4));
        assertThat(page.items()).extracting(item -> item.get("version")).containsExactly(n(4), n(5), n(6), n(7));
        assertThat(page.lastEvaluatedKey()).isEqualTo(id("d-1", 7));
        assertThat(shop.dynamo
                        .queryPaginator(request -> request.tableName(TABLE)
                                .keyConditionExpression("id = :id AND version > :three")
                                .expressionAttributeValues(Map.of(":id", s("d-1"), ":three", n(3)))
                                .limit(4))
                        .items())
                .hasSize(9);
        assertThat(shop.dynamo
                        .query(request -> request.tableName(TABLE)
                                .indexName("due")
                                .keyConditionExpression("queue = :q AND wakeUp <= :now")
                                .filterExpression("id IN (:id, :other)")
                                .projectionExpression("wakeUp")
                                .expressionAttributeValues(
                                        Map.of(":q", s("q"), ":now", n(90), ":id", s("d-1"), ":other", s("d-2"))))
                        .items())
                .containsExactly(
                        Map.of("wakeUp", n(1)),
                        Map.of("wakeUp", n(88)),
                        Map.of("wakeUp", n(89)),
                        Map.of("wakeUp", n(90)));
        assertThat(shop.dynamo.scan(request -> request.tableName(TABLE)).count())
                .isEqualTo(13);
    }

    @Test
    void itemsAreReadInBatches() {
        put("d-1", 1, 1);
        put("d-2", 1, 1);

        assertThat(shop.dynamo
                        .batchGetItem(request -> request.requestItems(Map.of(
                                TABLE,
                                KeysAndAttributes.builder()
                                        .keys(List.of(id("d-1", 1), id("d-2", 1), id("d-3", 1)))
                                        .build())))
                        .responses()
                        .get(TABLE))
                .hasSize(2);
    }

    private void transact(String token, String owner, String... ids) {
        List<TransactWriteItem> items = new ArrayList<>();
        for (String id : ids) {
            items.add(TransactWriteItem.builder()
                    .put(Put.builder()
                            .tableName(TABLE)
                            .item(item(id, 2, 2))
                            .conditionExpression("attribute_not_exists(id)")
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                            .build())
                    .build());
        }
        items.add(TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(TABLE)
                        .key(id("head", 0))
                        .updateExpression("SET #o = :o ADD writes :one")
                        .expressionAttributeNames(Map.of("#o", "owner"))
                        .expressionAttributeValues(Map.of(":o", s(owner), ":one", n(1)))
                        .build())
                .build());
        shop.dynamo.transactWriteItems(request -> request.transactItems(items).clientRequestToken(token));
    }

    @Test
    void aTransactionWritesAllOrNothingAndSaysWhy() {
        put("d-2", 2, 7);

        TransactionCanceledException cancelled =
                catchThrowableOfType(TransactionCanceledException.class, () -> transact("t-1", "e", "d-1", "d-2"));
        assertThat(cancelled.cancellationReasons())
                .extracting(CancellationReason::code)
                .containsExactly("None", "ConditionalCheckFailed", "None");
        assertThat(cancelled.cancellationReasons().get(1).item()).containsEntry("wakeUp", n(7));
        assertThat(get("d-1", 2)).isEmpty();

        transact("t-2", "e", "d-1");
        assertThat(get("d-1", 2)).isNotEmpty();
        assertThat(get("head", 0)).containsEntry("writes", n(1));
    }

    @Test
    void aTokenWritesOnceWithinTenMinutes() {
        transact("t-1", "e");
        transact("t-1", "e");
        assertThat(get("head", 0)).containsEntry("writes", n(1));
        refused(() -> transact("t-1", "other"), "IdempotentParameterMismatchException", "same client token");

        shop.time.advance(Duration.ofMinutes(10));
        transact("t-1", "e");
        assertThat(get("head", 0)).containsEntry("writes", n(2));
        refused(() -> transact("t-3", "e", "d-9", "d-9"), "ValidationException", "multiple operations on one item");
    }

    @Test
    void whatAwsRefusesIsRefused() {
        String invalid = "ValidationException";
        refused(
                () -> shop.dynamo.query(request -> request.tableName(TABLE)
                        .keyConditionExpression("version = :one")
                        .expressionAttributeValues(Map.of(":one", n(1)))),
                invalid,
                "Query condition missed key schema element: id");
        refused(
                () -> shop.dynamo.query(request -> request.tableName(TABLE)
                        .keyConditionExpression("id = :id AND wakeUp = :one")
                        .expressionAttributeValues(Map.of(":id", s("d"), ":one", n(1)))),
                invalid,
                "Query key condition not supported");
        refused(
                () -> shop.dynamo.getItem(request -> request.tableName(TABLE).key(Map.of("id", s("d-1")))),
                invalid,
                "The provided key element does not match the schema");
        refused(
                () -> shop.dynamo.putItem(request ->
                        request.tableName(TABLE).item(item("d-1", 1, 1)).conditionExpression("attribute_not_exists(")),
                invalid,
                "Syntax error");
        refused(
                () -> shop.dynamo.putItem(request ->
                        request.tableName(TABLE).item(item("d-1", 1, 1)).conditionExpression("fence = :fence")),
                invalid,
                "attribute value: :fence");
        refused(
                () -> shop.dynamo.putItem(request ->
                        request.tableName(TABLE).item(item("d-1", 1, 1)).expressionAttributeValues(Map.of(":x", n(1)))),
                invalid,
                "unused in expressions: keys: {:x}");
        refused(
                () -> shop.dynamo.updateItem(request -> request.tableName(TABLE)
                        .key(id("d-1", 1))
                        .updateExpression("SET version = :x")
                        .expressionAttributeValues(Map.of(":x", n(1)))),
                invalid,
                "part of the key");
        refused(
                () -> shop.dynamo.putItem(request -> request.tableName(TABLE)
                        .item(Map.of("id", s("d"), "version", n(1), "x", s("x".repeat(400 * 1024))))),
                invalid,
                "Item size");
        refused(
                () -> shop.dynamo.putItem(request -> request.tableName("other").item(item("d-1", 1, 1))),
                "ResourceNotFoundException",
                "Requested resource not found");
    }
}
