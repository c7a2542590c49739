package io.github.bluegreen4j.aws.moto;

import io.github.bluegreen4j.aws.dynamodb.DynamoDbFixture;
import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Tag("moto")
class MotoJournalContractTest extends JournalContract {
    private static MotoServer moto;

    @BeforeAll
    static void start() throws IOException {
        moto = MotoServer.start();
    }

    @AfterAll
    static void stop() {
        moto.close();
    }

    @Override
    protected JournalFixture fixture() {
        moto.reset();
        return new DynamoDbFixture(moto.oneAtATime(DynamoDbClient.builder()));
    }
}
