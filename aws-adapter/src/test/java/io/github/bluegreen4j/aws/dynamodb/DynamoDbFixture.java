package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A journal in a table, whoever keeps the table, and the time of its engines. */
public final class DynamoDbFixture implements JournalFixture {
    private static final String TABLE = "deployments";

    private final DynamoDbClient client;
    private final int width;
    private final Clock clock = new Clock();
    private final DynamoDbJournal journal;

    /** Time that passes when it is told to. */
    private static final class Clock implements TimeSource {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

        @Override
        public Instant wall() {
            return now.get();
        }

        @Override
        public long nanos() {
            return Duration.between(Instant.EPOCH, wall()).toNanos();
        }
    }

    public DynamoDbFixture(DynamoDbClient client) {
        this(client, SideBySide.USUAL_WIDTH);
    }

    /** @param width how many requests are made at once; 1 where the order of requests matters to a test */
    DynamoDbFixture(DynamoDbClient client, int width) {
        this.client = client;
        this.width = width;
        DynamoDbJournal.createTable(client, TABLE);
        journal = open(Optional.empty());
    }

    /** The journal opened once more, with that retention. */
    DynamoDbJournal open(Optional<Duration> retention) {
        return DynamoDbJournal.create(client, TABLE, retention, AwsShop.generous(clock), clock, width);
    }

    DynamoDbClient client() {
        return client;
    }

    String table() {
        return TABLE;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Journal elsewhere() {
        return open(Optional.empty());
    }

    @Override
    public Journal elsewhere(Duration ahead) {
        TimeSource skewed = new TimeSource() {
            @Override
            public Instant wall() {
                return clock.wall().plus(ahead);
            }

            @Override
            public long nanos() {
                return clock.nanos() + ahead.toNanos();
            }
        };
        return DynamoDbJournal.create(client, TABLE, Optional.empty(), AwsShop.generous(clock), skewed, width);
    }

    @Override
    public void letPass(Duration duration) {
        clock.now.updateAndGet(before -> before.plus(duration));
    }

    @Override
    public boolean damage(DeploymentId deployment) {
        Key first = Key.entry(deployment, 1, 0);
        client.updateItem(request -> request.tableName(TABLE)
                .key(first.attributes())
                .updateExpression("SET #events = :events")
                .expressionAttributeNames(Map.of("#events", "events"))
                .expressionAttributeValues(Map.of(":events", AttributeValue.fromS("{\"type\": \"nonsense\n{}"))));
        return true;
    }

    @Override
    public void pause() {}

    @Override
    public void close() {}
}
