package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Creates the table and checks whether it is a journal. It never changes an existing table except for time to live. */
final class DynamoDbTable {
    /** Format 1 had one shard, the first of these. So an index of format 1 stays as it is. */
    static final int FORMAT = 2;

    /** The index of open deployments: its partitions are the shards, each sorted by when its deployments are due. */
    static final String INDEX = "due";

    /**
     * The number of shards. A partition of an index takes 1,000 writes a second, and throttles the writes of the table beyond that
     * ("Partitions and data distribution" in the DynamoDB developer guide). Each shard more costs each poll of each engine half a read unit.
     */
    static final int SHARDS = 4;

    private static final String OPEN = "open";

    /** The deployment has ended, or does not exist. */
    static final Expression ENDED = Expression.of("attribute_not_exists(#open)");

    /** When an item expires, in seconds since the epoch. */
    static final String EXPIRES = "expires";

    private DynamoDbTable() {}

    /** Returns the value of the attribute {@code open} of a service's open deployments. It never changes: tables contain it. */
    static String shard(ServiceRef service) {
        CRC32 hash = new CRC32();
        hash.update(Key.service(service).getBytes(StandardCharsets.UTF_8));
        return shard((int) (hash.getValue() % SHARDS));
    }

    static List<String> shards() {
        return IntStream.range(0, SHARDS).mapToObj(DynamoDbTable::shard).toList();
    }

    private static String shard(int number) {
        return number == 0 ? OPEN : OPEN + "#" + number;
    }

    static void create(DynamoDbClient client, String table) {
        ApiCalls calls = ApiCalls.of(client, ApiBudget.ofDefaults());
        calls.change(ApiGroup.DYNAMODB, "dynamodb:CreateTable", table, () -> createUnlessItExists(client, table));
        calls.read(
                ApiGroup.DYNAMODB,
                "dynamodb:DescribeTable",
                table,
                () -> client.waiter().waitUntilTableExists(request -> request.tableName(table)));
        TimeToLiveStatus status = calls.read(
                ApiGroup.DYNAMODB,
                "dynamodb:DescribeTimeToLive",
                table,
                () -> client.describeTimeToLive(request -> request.tableName(table))
                        .timeToLiveDescription()
                        .timeToLiveStatus());
        if (status == TimeToLiveStatus.DISABLED) {
            calls.change(
                    ApiGroup.DYNAMODB,
                    "dynamodb:UpdateTimeToLive",
                    table,
                    () -> client.updateTimeToLive(request -> request.tableName(table)
                            .timeToLiveSpecification(live -> live.enabled(true).attributeName(EXPIRES))));
        }
    }

    /** Creates the table if it is missing. Whether an existing one is a journal is checked when it is opened. */
    private static boolean createUnlessItExists(DynamoDbClient client, String table) {
        try {
            client.createTable(request -> request.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(key(Key.PARTITION, KeyType.HASH), key(Key.SORT, KeyType.RANGE))
                    .attributeDefinitions(
                            attribute(Key.PARTITION, ScalarAttributeType.S),
                            attribute(Key.SORT, ScalarAttributeType.S),
                            attribute("open", ScalarAttributeType.S),
                            attribute("due", ScalarAttributeType.N))
                    .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                            .indexName(INDEX)
                            .keySchema(key("open", KeyType.HASH), key("due", KeyType.RANGE))
                            .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                            .build()));
            return true;
        } catch (ResourceInUseException exists) {
            return false;
        }
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    /** Opens a table that is a journal or empty. */
    static void open(Store store) {
        checkKeys(describe(store), store.table());
        Optional<Item> format = store.get(Key.FORMAT);
        if (format.isEmpty()) {
            begin(store);
        } else if (format.get().number("format") > FORMAT) {
            throw new UnusableJournalException("the journal in table " + store.table() + " has format "
                    + format.get().number("format") + ", this bluegreen4j knows " + FORMAT
                    + ": use the newer bluegreen4j that has made it");
        } else if (format.get().number("format") < FORMAT) {
            // Keeps out an older bluegreen4j, which would not find what is in the other shards.
            store.updateIf(
                    Key.FORMAT,
                    Expression.of("SET #format = :format").with(":format", FORMAT),
                    Expression.of("#format < :format"));
        }
    }

    private static void begin(Store store) {
        if (!store.isEmpty()) {
            throw new UnusableJournalException("table " + store.table() + " has items, but none that says it is a"
                    + " journal of bluegreen4j: give the journal a table of its own");
        }
        // If it fails, another engine was faster.
        store.transaction().create(Item.at(Key.FORMAT).with("format", FORMAT)).commit();
    }

    private static TableDescription describe(Store store) {
        try {
            return store.description();
        } catch (PortException failed) {
            String table = store.table();
            throw failed.problem().kind() == Problem.Kind.GONE
                    ? new UnusableJournalException(
                            "table " + table
                                    + " does not exist here: create it with DynamoDbJournal.createTable, or look at"
                                    + " Region and account of the client",
                            failed)
                    : new UnusableJournalException(
                            "table " + table + " can't be looked at: "
                                    + failed.problem().message(),
                            failed);
        }
    }

    private static void checkKeys(TableDescription description, String table) {
        boolean isOurs =
                description.keySchema().equals(List.of(key(Key.PARTITION, KeyType.HASH), key(Key.SORT, KeyType.RANGE)))
                        && description.globalSecondaryIndexes().stream()
                                .anyMatch(index -> INDEX.equals(index.indexName())
                                        && index.keySchema()
                                                .equals(List.of(key("open", KeyType.HASH), key("due", KeyType.RANGE))));
        if (!isOurs) {
            throw new UnusableJournalException("table " + table + " has the key " + description.keySchema()
                    + " and other indexes than a journal: give the journal a table that DynamoDbJournal.createTable has"
                    + " made");
        }
    }
}
