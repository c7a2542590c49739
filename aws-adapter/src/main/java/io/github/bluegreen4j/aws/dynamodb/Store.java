package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The requests to the table. All reads except that of the index are consistent. */
final class Store {
    /** The maximum number of items in a batch or a transaction ("Service quotas" in the DynamoDB developer guide). */
    static final int MOST_ITEMS = 100;

    /** How often a transaction is retried at once after a conflict, which lasts for milliseconds. */
    private static final int TRIES = 4;

    private final DynamoDbClient client;
    private final String table;
    private final ApiCalls calls;
    private volatile boolean isClosed;

    Store(DynamoDbClient client, String table, ApiCalls calls) {
        this.client = client;
        this.table = table;
        this.calls = calls;
    }

    String table() {
        return table;
    }

    /** Makes every later request fail. */
    void close() {
        isClosed = true;
    }

    TableDescription description() {
        return calls.read(
                ApiGroup.DYNAMODB,
                "dynamodb:DescribeTable",
                table,
                () -> client.describeTable(request -> request.tableName(table)).table());
    }

    Optional<Item> get(Key key) {
        Map<String, AttributeValue> found = read(
                        "GetItem",
                        () -> client.getItem(request ->
                                request.tableName(table).key(key.attributes()).consistentRead(true)))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(new Item(found));
    }

    /** Reads two items at one moment. */
    List<Optional<Item>> getTogether(Key one, Key other) {
        List<TransactGetItem> wanted = List.of(get(one.attributes()), get(other.attributes()));
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<List<Optional<Item>>> found = read("GetItem", () -> attempt(wanted));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new PortException(problem(Problem.Kind.UNAVAILABLE, "GetItem", "others write to it all the time"));
    }

    private Optional<List<Optional<Item>>> attempt(List<TransactGetItem> wanted) {
        try {
            return Optional.of(client.transactGetItems(request -> request.transactItems(wanted)).responses().stream()
                    .map(Store::item)
                    .toList());
        } catch (TransactionCanceledException disturbed) {
            return Optional.empty();
        }
    }

    private TransactGetItem get(Map<String, AttributeValue> key) {
        return TransactGetItem.builder()
                .get(get -> get.tableName(table).key(key))
                .build();
    }

    private static Optional<Item> item(ItemResponse response) {
        return response.item().isEmpty() ? Optional.empty() : Optional.of(new Item(response.item()));
    }

    /** Reads many items, in any order. Missing ones are omitted. */
    List<Item> getAll(Collection<Key> keys) {
        List<Item> found = new ArrayList<>();
        List<Map<String, AttributeValue>> left =
                new ArrayList<>(keys.stream().distinct().map(Key::attributes).toList());
        while (!left.isEmpty()) {
            List<Map<String, AttributeValue>> batch = List.copyOf(left.subList(0, Math.min(left.size(), MOST_ITEMS)));
            left.subList(0, batch.size()).clear();
            KeysAndAttributes wanted =
                    KeysAndAttributes.builder().keys(batch).consistentRead(true).build();
            BatchGetItemResponse answer = read(
                    "BatchGetItem", () -> client.batchGetItem(request -> request.requestItems(Map.of(table, wanted))));
            answer.responses().getOrDefault(table, List.of()).forEach(item -> found.add(new Item(item)));
            KeysAndAttributes unprocessed = answer.unprocessedKeys().get(table);
            if (unprocessed != null) {
                if (unprocessed.keys().size() == batch.size()) {
                    throw new PortException(
                            problem(Problem.Kind.UNAVAILABLE, "BatchGetItem", "DynamoDB processed none of the keys"));
                }
                left.addAll(unprocessed.keys());
            }
        }
        return found;
    }

    /** Reads a whole partition in the order of its keys. */
    List<Item> partition(String partition) {
        Expression key = Expression.of("#" + Key.PARTITION + " = :partition").with(":partition", partition);
        return query(QueryRequest.builder().consistentRead(true), key);
    }

    /** Reads a shard of the index of open deployments, which lags. */
    List<Item> open(String shard) {
        return query(
                QueryRequest.builder().indexName(DynamoDbTable.INDEX),
                Expression.of("#open = :open").with(":open", shard));
    }

    private List<Item> query(QueryRequest.Builder request, Expression key) {
        request.tableName(table)
                .keyConditionExpression(key.text())
                .expressionAttributeNames(Expression.names(key.text()))
                .expressionAttributeValues(key.values());
        List<Item> items = new ArrayList<>();
        QueryResponse page;
        do {
            page = read("Query", () -> client.query(request.build()));
            page.items().forEach(item -> items.add(new Item(item)));
            request.exclusiveStartKey(page.lastEvaluatedKey());
        } while (page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty());
        return items;
    }

    /** Tells whether the table has no items. */
    boolean isEmpty() {
        return read(
                        "Scan",
                        () -> client.scan(
                                request -> request.tableName(table).limit(1).consistentRead(true)))
                .items()
                .isEmpty();
    }

    /** Changes an item and returns it as it is afterwards. */
    Item update(Key key, Expression update) {
        return new Item(change(
                        "UpdateItem",
                        () -> client.updateItem(request -> request.tableName(table)
                                .key(key.attributes())
                                .updateExpression(update.text())
                                .expressionAttributeNames(Expression.names(update.text()))
                                .expressionAttributeValues(update.values())
                                .returnValues(ReturnValue.ALL_NEW)))
                .attributes());
    }

    /** Changes an item if a condition holds. */
    void updateIf(Key key, Expression update, Expression condition) {
        ifItHolds(
                "UpdateItem",
                () -> client.updateItem(request -> request.tableName(table)
                        .key(key.attributes())
                        .updateExpression(update.text())
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(Expression.names(update.text(), condition.text()))
                        .expressionAttributeValues(Expression.values(update, condition))));
    }

    /** Deletes an item if a condition holds. */
    void deleteIf(Key key, Expression condition) {
        ifItHolds(
                "DeleteItem",
                () -> client.deleteItem(request -> request.tableName(table)
                        .key(key.attributes())
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(Expression.names(condition.text()))
                        .expressionAttributeValues(condition.orNoValues())));
    }

    private void ifItHolds(String operation, Runnable request) {
        change(operation, () -> {
            try {
                request.run();
                return true;
            } catch (ConditionalCheckFailedException failed) {
                return false;
            }
        });
    }

    /** Starts a transaction: all of its changes are made, or none. */
    Transaction transaction() {
        return new Transaction();
    }

    /** Builds a transaction. Not thread-safe. */
    final class Transaction {
        private final List<TransactWriteItem> items = new ArrayList<>();

        /** Writes an item that must not exist. */
        Transaction create(Item item) {
            return add(builder -> builder.put(put -> put.tableName(table)
                    .item(item.attributes())
                    .conditionExpression(Expression.ABSENT.text())
                    .expressionAttributeNames(Expression.names(Expression.ABSENT.text()))));
        }

        /** Writes an item, whether it exists or not. */
        Transaction put(Item item) {
            return add(builder -> builder.put(put -> put.tableName(table).item(item.attributes())));
        }

        Transaction update(Key key, Expression update, Expression condition) {
            return add(builder -> builder.update(one -> one.tableName(table)
                    .key(key.attributes())
                    .updateExpression(update.text())
                    .conditionExpression(condition.text())
                    .expressionAttributeNames(Expression.names(update.text(), condition.text()))
                    .expressionAttributeValues(update.and(condition).orNoValues())));
        }

        Transaction check(Key key, Expression condition) {
            return add(builder -> builder.conditionCheck(check -> check.tableName(table)
                    .key(key.attributes())
                    .conditionExpression(condition.text())
                    .expressionAttributeNames(Expression.names(condition.text()))
                    .expressionAttributeValues(condition.orNoValues())));
        }

        Transaction delete(Key key) {
            return add(builder -> builder.delete(
                    Delete.builder().tableName(table).key(key.attributes()).build()));
        }

        Transaction delete(Key key, Expression condition) {
            return add(builder -> builder.delete(delete -> delete.tableName(table)
                    .key(key.attributes())
                    .conditionExpression(condition.text())
                    .expressionAttributeNames(Expression.names(condition.text()))
                    .expressionAttributeValues(condition.orNoValues())));
        }

        private Transaction add(Consumer<TransactWriteItem.Builder> part) {
            TransactWriteItem.Builder builder = TransactWriteItem.builder();
            part.accept(builder);
            items.add(builder.build());
            return this;
        }

        /**
         * Executes the transaction.
         *
         * @return false if a condition failed
         * @throws PortException if it failed for another reason or its outcome is unknown
         */
        boolean commit() {
            for (int attempt = 1; ; attempt++) {
                Optional<TransactionCanceledException> cancelled = change("TransactWriteItems", this::attempt);
                if (cancelled.isEmpty()) {
                    return true;
                }
                List<String> codes = cancelled.get().cancellationReasons().stream()
                        .map(reason -> String.valueOf(reason.code()))
                        .toList();
                if (codes.contains("ConditionalCheckFailed")) {
                    return false;
                }
                boolean disturbed =
                        codes.stream().allMatch(code -> code.equals("None") || code.equals("TransactionConflict"));
                if (!disturbed || attempt == TRIES) {
                    throw new PortException(
                            problem(
                                    kind(codes),
                                    "TransactWriteItems",
                                    String.valueOf(cancelled.get().getMessage())),
                            cancelled.get());
                }
            }
        }

        private Optional<TransactionCanceledException> attempt() {
            try {
                client.transactWriteItems(request -> request.transactItems(items));
                return Optional.empty();
            } catch (TransactionCanceledException cancelled) {
                return Optional.of(cancelled);
            }
        }
    }

    /**
     * Classifies a cancelled transaction: REFUSED if a retry cannot help ("TransactWriteItems" in the DynamoDB API
     * reference).
     */
    private static Problem.Kind kind(List<String> codes) {
        return codes.contains("ValidationError") || codes.contains("ItemCollectionSizeLimitExceeded")
                ? Problem.Kind.REFUSED
                : Problem.Kind.UNAVAILABLE;
    }

    private Problem problem(Problem.Kind kind, String operation, String message) {
        return new Problem(kind, "dynamodb:" + operation, table, message);
    }

    /**
     * Reads. A journal refuses a read only if the data is damaged or the request can never succeed, for example because a
     * key is too long. A missing permission may be granted later, so it is unavailable.
     */
    private <T> T read(String operation, Supplier<T> attempt) {
        requireOpen(operation);
        try {
            return calls.read(ApiGroup.DYNAMODB, "dynamodb:" + operation, table, attempt);
        } catch (PortException failed) {
            throw new PortException(
                    problem(
                            isInvalid(failed) ? Problem.Kind.REFUSED : Problem.Kind.UNAVAILABLE,
                            operation,
                            failed.problem().message()),
                    failed);
        }
    }

    /** Tells whether the request violates DynamoDB's constraints ("Common errors" in the DynamoDB API reference). */
    private static boolean isInvalid(PortException failed) {
        return failed.getCause() instanceof AwsServiceException answered
                && answered.awsErrorDetails() != null
                && "ValidationException".equals(answered.awsErrorDetails().errorCode());
    }

    private <T> T change(String operation, Supplier<T> attempt) {
        requireOpen(operation);
        return calls.change(ApiGroup.DYNAMODB, "dynamodb:" + operation, table, attempt);
    }

    private void requireOpen(String operation) {
        if (isClosed) {
            throw new PortException(
                    problem(Problem.Kind.UNAVAILABLE, operation, "the journal in table " + table + " is closed"));
        }
    }
}
