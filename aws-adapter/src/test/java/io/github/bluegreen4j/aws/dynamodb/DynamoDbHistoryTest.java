package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.testkit.history.JournalHistory;
import org.junit.jupiter.api.Test;

/** Several engines at once are answered as if one after the other. */
class DynamoDbHistoryTest {
    private static final int RACES = 50;

    @Test
    void inATable() {
        for (int seed = 0; seed < RACES; seed++) {
            JournalHistory.race(new FakeTable().journal(), 4, 10, seed).check();
        }
    }
}
