package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A table in a fake DynamoDB. */
final class FakeTable {
    private final FakeAws aws = FakeAws.of(SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH)));
    private final DynamoDbClient client = FakeClients.of(aws, DynamoDbClient.builder());
    private final DynamoDbFixture fixture = new DynamoDbFixture(client);

    FakeAws aws() {
        return aws;
    }

    DynamoDbClient client() {
        return client;
    }

    DynamoDbFixture fixture() {
        return fixture;
    }

    DynamoDbJournal journal() {
        return fixture.open(Optional.empty());
    }

    DynamoDbJournal keeping(Duration retention) {
        return fixture.open(Optional.of(retention));
    }
}
