package io.github.bluegreen4j.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Journal.Appended;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of deployments that ended long ago, and of those that are ordered again. */
class DynamoDbAgeTest extends TableScenario {
    @Test
    void whatHasEndedExpiresWithEverythingOfIt() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        kept(begun(TWO));
        keeping.submit(ONE, "c-1", ABORT);
        append(keeping, extension(ONE, 1, Optional.empty(), ended("done")));

        long expires = AT.plus(Duration.ofDays(10)).getEpochSecond();
        assertThat(table.itemsOfDeployments().stream().filter(item -> item.has(DynamoDbTable.EXPIRES)))
                .as("what expires: the head, two entries, a command, the place")
                .hasSize(5)
                .allMatch(item -> item.number(DynamoDbTable.EXPIRES) == expires);
        assertThat(keeping.read(ONE)).isPresent();
        table.fixture().letPass(Duration.ofDays(10));
        assertThat(keeping.read(ONE)).as("what DynamoDB has not removed yet").isEmpty();
        assertThat(keeping.list(Optional.of(SHOP)))
                .extracting(Journal.Head::deployment)
                .containsExactly(TWO);
        assertThat(client().describeTimeToLive(request -> request.tableName("deployments"))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo(DynamoDbTable.EXPIRES);
    }

    @Test
    void purgeRemovesWhatEndedLongAgoAndNothingElse() {
        claimed();
        kept(begun(ONE));
        kept(begun(TWO));
        table.journal().submit(ONE, "c-1", ABORT);
        kept(extension(ONE, 1, Optional.empty(), ended("done")));
        table.fixture().letPass(Duration.ofDays(1));

        assertThat(journal.purge(Duration.ofDays(2))).isZero();
        assertThat(journal.purge(Duration.ofDays(1))).isEqualTo(1);
        assertThat(journal.read(ONE)).isEmpty();
        assertThat(table.itemsOfDeployments()).as("items of the other").hasSize(3);
        assertThat(journal.list(Optional.empty()))
                .extracting(Journal.Head::deployment, Journal.Head::fence)
                .containsExactly(tuple(TWO, 1L));
        assertThat(journal.purge(Duration.ZERO)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> journal.purge(Duration.ofSeconds(-1)));
    }

    @Test
    void whatCouldNotBeMarkedIsFoundByPurge() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        int before = table.aws().requests("dynamodb:TransactWriteItems").size();
        table.aws().faults().on("dynamodb:TransactWriteItems").nth(before + 2).happens(WireFault.THROTTLED);

        assertThat(append(keeping, extension(ONE, 1, Optional.empty(), ended("done")))
                        .status())
                .as("the outcome when marking fails")
                .isEqualTo(Appended.Status.APPENDED);

        table.fixture().letPass(Duration.ofDays(10));
        table.delete(Key.head(ONE)); // as DynamoDB does
        assertThat(keeping.read(ONE)).isEmpty();
        assertThat(keeping.purge(Duration.ofDays(1))).isEqualTo(1);
        assertThat(table.itemsOfDeployments()).isEmpty();
    }

    // What was refused, and is ordered again.

    private static void opened(Journal journal, long version) {
        assertThat(journal.open(order(ONE, version)))
                .extracting(Appended::status, Appended::version)
                .containsExactly(Appended.Status.APPENDED, version + 1);
    }

    private void assertThatAllOfItStays(DynamoDbJournal keeping, long version) {
        assertThat(table.itemsOfDeployments())
                .noneMatch(item -> item.has(DynamoDbTable.EXPIRES))
                .noneMatch(item -> item.has("endedAt"));
        table.fixture().letPass(Duration.ofDays(100));
        assertThat(keeping.purge(Duration.ZERO)).isZero();
        assertThat(keeping.read(ONE).orElseThrow().events()).hasSize((int) version);
        assertThat(keeping.list(Optional.of(SHOP)))
                .extracting(Journal.Head::deployment, Journal.Head::version, Journal.Head::wakeUp)
                .containsExactly(tuple(ONE, version, LATER));
    }

    @Test
    void whatIsOrderedAgainAfterARefusalDoesNotExpire() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        keeping.submit(ONE, "c-1", ABORT);
        append(keeping, extension(ONE, 1, Optional.empty(), ended("refused")));

        opened(keeping, 2);

        assertThatAllOfItStays(keeping, 3);
        append(keeping, extension(ONE, 3, Optional.empty(), ended("done")));
        assertThat(table.itemsOfDeployments())
                .as("what expires when it has ended")
                .allMatch(item -> item.has(DynamoDbTable.EXPIRES));
    }

    @Test
    void aDeploymentThatWasRefusedHundredsOfTimesIsKeptWhole() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        for (long version = 1; version < 240; version += 2) {
            append(keeping, extension(ONE, version, Optional.empty(), ended("refused")));
            opened(keeping, version + 1);
        }
        assertThatAllOfItStays(keeping, 241);
    }

    @Test
    void anEngineThatMarksWhatItEndedStopsWhenAnotherOneOrdersItAgain() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        // Between the end and the first of the marks.
        table.disturbed().meanwhile(() -> table.disturbed().meanwhile(() -> opened(table.journal(), 2)));

        append(keeping, extension(ONE, 1, Optional.empty(), ended("refused")));

        assertThatAllOfItStays(keeping, 3);
    }

    @Test
    void aPurgeLeavesAloneWhatIsOrderedAgainMeanwhile() {
        claimed();
        kept(begun(ONE));
        kept(extension(ONE, 1, Optional.empty(), ended("refused")));
        table.disturbed().meanwhile(() -> opened(table.journal(), 2));

        assertThat(journal.purge(Duration.ZERO)).isZero();

        assertThatAllOfItStays(journal, 3);
    }

    @Test
    void anOrderThatIsLostHalfwayLeavesTheEndedDeploymentToPurge() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        append(keeping, extension(ONE, 1, Optional.empty(), ended("refused")));
        int before = table.aws().requests("dynamodb:TransactWriteItems").size();
        // The head and the place, then the entries, and then the order.
        table.aws().faults().on("dynamodb:TransactWriteItems").nth(before + 3).happens(WireFault.THROTTLED);

        assertThat(problem(() -> keeping.open(order(ONE, 2))).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);

        assertThat(keeping.list(Optional.of(SHOP)))
                .extracting(Journal.Head::wakeUp)
                .containsExactly(Optional.empty());
        table.fixture().letPass(Duration.ofDays(10));
        assertThat(keeping.purge(Duration.ofDays(1))).isEqualTo(1);
        assertThat(table.itemsOfDeployments()).isEmpty();
    }

    @Test
    void anOrderThatWasLostHalfwayMayBeRepeated() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        append(keeping, extension(ONE, 1, Optional.empty(), ended("refused")));
        int before = table.aws().requests("dynamodb:TransactWriteItems").size();
        table.aws().faults().on("dynamodb:TransactWriteItems").nth(before + 3).happens(WireFault.THROTTLED);
        assertThat(problem(() -> keeping.open(order(ONE, 2))).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);

        opened(keeping, 2);

        assertThatAllOfItStays(keeping, 3);
    }

    // Listeners.

    @Test
    void whatIsUndeliveredExpiresWithItsDeployment() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        keeping.delivered(ONE, "audit", 1);
        append(keeping, naming(extension(ONE, 1, Optional.empty(), ended("done")), "audit", "metrics"));
        keeping.delivered(ONE, "metrics", 1);

        long expires = AT.plus(Duration.ofDays(10)).getEpochSecond();
        assertThat(deliveries())
                .as("what expires: two cursors and two ends")
                .hasSize(4)
                .allMatch(item -> item.number(DynamoDbTable.EXPIRES) == expires);
        table.fixture().letPass(Duration.ofDays(10));
        assertThat(keeping.undelivered("audit", Duration.ZERO)).isEmpty();
        table.delete(Key.head(ONE)); // as DynamoDB does
        assertThat(keeping.undelivered("audit", Duration.ZERO)).isEmpty();
        assertThat(keeping.purge(Duration.ZERO)).isEqualTo(1);
        assertThat(deliveries()).as("what is left after a purge").isEmpty();
    }

    private List<Item> deliveries() {
        return table.items().stream()
                .filter(item ->
                        item.key().isDelivered() || item.text(Key.PARTITION).startsWith("undelivered#"))
                .toList();
    }

    @Test
    void whatIsUndeliveredIsPurgedWithItsDeployment() {
        claimed();
        kept(begun(ONE));
        kept(begun(TWO));
        journal.delivered(ONE, "audit", 1);
        kept(naming(extension(ONE, 1, Optional.empty(), ended("done")), "audit", "metrics"));
        kept(naming(extension(TWO, 1, LATER, new ProgressEvent.StageEntered(AT, 1)), "audit"));
        journal.delivered(TWO, "audit", 2);

        assertThat(journal.purge(Duration.ZERO)).isEqualTo(1);

        assertThat(deliveries()).as("of the other").hasSize(1);
        assertThat(journal.undelivered("metrics", Duration.ZERO)).isEmpty();
    }

    @Test
    void aCursorThatAPurgeHasMissedDoesNotCountForTheNextDeploymentOfThatId() {
        claimed();
        kept(begun(ONE));
        kept(extension(ONE, 1, Optional.empty(), ended("done")));
        journal.delivered(ONE, "audit", 2);
        Item cursor = deliveries().get(0);
        journal.purge(Duration.ZERO);
        client().putItem(request -> request.tableName("deployments").item(cursor.attributes()));

        opened(journal, 0);

        assertThat(journal.read(ONE).orElseThrow().delivered()).isEmpty();
        journal.delivered(ONE, "audit", 1);
        assertThat(journal.read(ONE).orElseThrow().delivered()).containsExactly(Map.entry("audit", 1L));
    }

    @Test
    void anEndThatCouldNotBeRemovedIsDeliveredOnceMore() {
        claimed();
        kept(begun(ONE));
        kept(naming(extension(ONE, 1, Optional.empty(), ended("done")), "audit"));
        table.aws().faults().on("dynamodb:DeleteItem").next().happens(WireFault.THROTTLED);
        assertThat(problem(() -> journal.delivered(ONE, "audit", 2)).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(journal.undelivered("audit", Duration.ZERO)).hasSize(1);
        journal.delivered(ONE, "audit", 2);
        assertThat(journal.undelivered("audit", Duration.ZERO)).isEmpty();
    }

    @Test
    void aDeploymentThatHasExpiredAndThatDynamoDbHasNotRemovedYetIsOrderedAsANewOne() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        append(keeping, naming(extension(ONE, 1, Optional.empty(), ended("done")), "audit"));
        table.fixture().letPass(Duration.ofDays(10));
        assertThat(keeping.read(ONE)).isEmpty();

        opened(keeping, 0);

        assertThat(keeping.read(ONE).orElseThrow().events()).hasSize(1);
        assertThat(keeping.undelivered("audit", Duration.ZERO)).isEmpty();
        assertThatAllOfItStays(keeping, 1);
    }
}
