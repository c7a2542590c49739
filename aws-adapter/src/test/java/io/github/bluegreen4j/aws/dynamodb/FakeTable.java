package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A table in a fake DynamoDB. */
final class FakeTable {
    private final FakeAws aws = FakeAws.of(SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH)));
    private final Disturbed disturbed = new Disturbed(aws.httpClient());
    private final DynamoDbClient client = FakeClients.of(aws, disturbed, DynamoDbClient.builder());
    private final DynamoDbFixture fixture = new DynamoDbFixture(client, 1);

    FakeAws aws() {
        return aws;
    }

    Disturbed disturbed() {
        return disturbed;
    }

    DynamoDbClient client() {
        return client;
    }

    DynamoDbFixture fixture() {
        return fixture;
    }

    /** The journal, as another process opens it. */
    DynamoDbJournal journal() {
        return fixture.open(Optional.empty());
    }

    DynamoDbJournal keeping(Duration retention) {
        return fixture.open(Optional.of(retention));
    }

    /** All items, in no order. */
    List<Item> items() {
        return client.scan(request -> request.tableName(fixture.table())).items().stream()
                .map(Item::new)
                .toList();
    }

    /** The items of deployments, without what names services and engines. */
    List<Item> itemsOfDeployments() {
        return items().stream()
                .filter(item -> item.text(Key.PARTITION).startsWith("deployment#")
                        || item.key().isPlace())
                .toList();
    }

    void delete(Key key) {
        client.deleteItem(request -> request.tableName(fixture.table()).key(key.attributes()));
    }
}
