package io.github.bluegreen4j.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Journal.Appended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table adds to what every journal has to keep. */
class DynamoDbJournalTest extends TableScenario {
    /** A single text is never that long: it is cut where it comes in. */
    private static DeploymentEvent[] many(int count, String reason) {
        return Collections.nCopies(count, ended(reason)).toArray(DeploymentEvent[]::new);
    }

    // Leases.

    @Test
    void anotherProcessWatchesALeaseForAsLongAsItIsBeforeItTakesOver() {
        claimed();
        DynamoDbJournal other = table.journal();
        table.fixture().letPass(LEASE.multipliedBy(10));
        other.renew("b", LEASE.multipliedBy(10));

        assertThat(other.claim(SHOP, "b")).as("at the first look").isEmpty();
        table.fixture().letPass(LEASE.minusMillis(1));
        assertThat(other.claim(SHOP, "b")).as("a moment too early").isEmpty();
        table.fixture().letPass(Duration.ofMillis(1));
        assertThat(other.claim(SHOP, "b")).as("when it was watched long enough").contains(2L);
    }

    @Test
    void whatAnotherEngineHadIsDueWhenItsLeaseWasWatchedForAsLongAsItIs() {
        claimed();
        kept(begun(ONE));
        DynamoDbJournal other = table.journal();
        table.fixture().letPass(LEASE.multipliedBy(10));

        assertThat(other.due("b")).as("at the first look").isEmpty();
        table.fixture().letPass(LEASE.minusMillis(1));
        assertThat(other.due("b")).as("a moment too early").isEmpty();
        table.fixture().letPass(Duration.ofMillis(1));
        assertThat(other.due("b"))
                .as("when it was watched long enough")
                .extracting(Journal.Head::deployment)
                .containsExactly(ONE);
        assertThat(journal.due("a")).as("for its owner").hasSize(1);
        journal.renew("a", LEASE);
        assertThat(other.due("b")).as("when the owner is back").isEmpty();
    }

    @Test
    void whatAnEngineWhoseLeaseSomebodyDeletedHadIsWatchedToo() {
        claimed();
        kept(begun(ONE));
        table.delete(Key.lease("a"));
        DynamoDbJournal other = table.journal();
        assertThat(other.due("b")).isEmpty();
        table.fixture().letPass(Duration.ofSeconds(29));
        assertThat(other.due("b")).isEmpty();
        table.fixture().letPass(Duration.ofSeconds(1));
        assertThat(other.due("b")).hasSize(1);
    }

    @Test
    void anEngineThatRenewsIsWatchedForEver() {
        claimed();
        DynamoDbJournal other = table.journal();
        other.renew("b", LEASE.multipliedBy(100));
        for (int i = 0; i < 20; i++) {
            assertThat(other.claim(SHOP, "b")).isEmpty();
            table.fixture().letPass(LEASE.dividedBy(2));
            journal.renew("a", LEASE);
        }
    }

    @Test
    void aRenewalAtTheLastMomentKeepsTheService() {
        claimed();
        DynamoDbJournal other = table.journal();
        other.renew("b", LEASE.multipliedBy(10));
        assertThat(other.claim(SHOP, "b")).isEmpty();
        table.fixture().letPass(LEASE);
        table.disturbed().meanwhile(() -> journal.renew("a", LEASE));

        assertThat(other.claim(SHOP, "b")).isEmpty();
        assertThat(journal.claim(SHOP, "a")).contains(1L);
    }

    @Test
    void aLeaseThatSomebodyDeletedIsWatchedToo() {
        claimed();
        table.delete(Key.lease("a"));
        DynamoDbJournal other = table.journal();
        other.renew("b", LEASE);
        assertThat(other.claim(SHOP, "b")).isEmpty();
        table.fixture().letPass(LEASE.dividedBy(2));
        other.renew("b", LEASE);
        table.fixture().letPass(LEASE.dividedBy(2));
        assertThat(other.claim(SHOP, "b")).contains(2L);
    }

    @Test
    void servicesWhoseNamesLookAlikeHaveTheirOwnFences() {
        journal.renew("a", LEASE);
        journal.renew("b", LEASE);
        assertThat(journal.claim(new ServiceRef("x#y", "z"), "a")).contains(1L);
        assertThat(journal.claim(new ServiceRef("x", "y#z"), "b")).contains(1L);
        assertThat(journal.claim(new ServiceRef("x%23y", "z"), "b")).contains(1L);
    }

    @Test
    void aClosedJournalSaysSo() {
        claimed();
        journal.close();
        List<Runnable> calls = List.of(
                () -> append(journal, begun(ONE)),
                () -> journal.open(order(ONE, 0)),
                () -> journal.read(ONE),
                () -> journal.due("a"),
                () -> journal.list(Optional.empty()),
                () -> journal.submit(ONE, "c-1", ABORT),
                () -> journal.delivered(ONE, "audit", 1),
                () -> journal.undelivered("audit", Duration.ZERO),
                () -> journal.renew("a", LEASE),
                () -> journal.claim(SHOP, "a"),
                () -> journal.release(SHOP, "a"),
                () -> journal.purge(Duration.ZERO));
        for (Runnable call : calls) {
            Problem problem = problem(call);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(problem.message()).isEqualTo("the journal in table deployments is closed");
        }
        assertThat(table.journal().list(Optional.empty()))
                .as("the journal, opened again")
                .isEmpty();
    }

    // Appends.

    @ParameterizedTest
    @EnumSource(
            value = WireFault.class,
            names = {"RESET_AFTERWARDS", "TIMED_OUT_AFTERWARDS", "INTERNAL_ERROR_AFTERWARDS", "NONSENSE"})
    void whenTheAnswerIsLostTheOutcomeIsUnknownAndTheEntryIsFoundByItsId(WireFault fault) {
        claimed();
        table.aws().faults().on("dynamodb:TransactWriteItems").next().happens(fault);

        List<Appended> outcomes = journal.append(List.of(begun(ONE), begun(TWO)));

        assertThat(outcomes)
                .extracting(Appended::status)
                .containsExactly(Appended.Status.UNKNOWN, Appended.Status.APPENDED);
        assertThat(table.journal().read(ONE).orElseThrow().entryIds()).containsExactly("one/0");
        assertThat(append(journal, begun(ONE))).isEqualTo(new Appended(Appended.Status.LOST, 1, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = WireFault.class,
            names = {"THROTTLED", "CONNECTION_REFUSED"})
    void whatWasTurnedAwayWasNotKept(WireFault fault) {
        claimed();
        table.aws().faults().on("dynamodb:TransactWriteItems").next().happens(fault);

        assertThat(problem(() -> append(journal, begun(ONE))).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(journal.read(ONE)).isEmpty();
        kept(begun(ONE));
    }

    @Test
    void whoIsDisturbedByOthersAsksAgainAtOnceAFewTimes() {
        claimed();
        table.disturbed().cancels(3, "TransactionConflict");
        kept(begun(ONE));
        assertThat(table.disturbed().left()).isZero();

        table.disturbed().cancels(100, "TransactionConflict");
        assertThat(problem(() -> append(journal, begun(TWO))).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(table.disturbed().left()).isEqualTo(96);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThrottlingError", "ProvisionedThroughputExceeded"})
    void whoIsThrottledIsToldSoAtOnce(String code) {
        claimed();
        table.disturbed().cancels(100, code);
        Problem problem = problem(() -> append(journal, begun(ONE)));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message()).contains(code);
        assertThat(table.disturbed().left()).isEqualTo(99);
    }

    @Test
    void whatIsTooLongForAnItemGoesOnInTheNext() {
        claimed();
        // Characters of four bytes: an item must not end between the halves of one.
        DeploymentEvent[] events = many(100, "x" + "\uD83D\uDC19".repeat(4_000));
        kept(begun(ONE));
        kept(extension(ONE, 1, Optional.empty(), events));

        assertThat(table.journal().read(ONE).orElseThrow().events())
                .hasSize(101)
                .endsWith(events);
        assertThat(table.journal().read(ONE).orElseThrow().entryIds()).containsExactly("one/0", "one/1");
    }

    @Test
    void whatIsTooLongForATransactionIsRefusedBeforeAnythingIsSent() {
        claimed();
        kept(begun(ONE));
        int before = table.aws().requests("dynamodb:TransactWriteItems").size();

        Problem problem =
                problem(() -> append(journal, extension(ONE, 1, Optional.empty(), many(450, "x".repeat(8_000)))));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains("bytes are too long for one transaction; allowed: 3500000");
        assertThat(table.aws().requests("dynamodb:TransactWriteItems")).hasSize(before);
    }

    // Mail.

    @Test
    void aCommandThatComesWhileTheOwnerIsBusyStaysDue() {
        claimed();
        kept(begun(ONE));
        table.journal().submit(ONE, "c-1", ABORT);
        table.journal().submit(ONE, "c-2", ABORT);

        kept(new Journal.Extension(
                ONE, SHOP, 1, 1, "one/1", List.of(new ProgressEvent.StageEntered(AT, 1)), LATER, List.of("c-1")));
        assertThat(journal.due("a")).extracting(Journal.Head::hasMail).containsExactly(true);
        kept(extension(ONE, 2, LATER, new ProgressEvent.StageEntered(AT, 2)));
        assertThat(journal.read(ONE).orElseThrow().mail()).containsExactly(new Journal.Mail("c-2", ABORT));
        assertThat(journal.due("a")).extracting(Journal.Head::hasMail).containsExactly(true);
    }

    @Test
    void moreCommandsThanAConditionCanNameAreConsumedToo() {
        claimed();
        kept(begun(ONE));
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> "command-" + i).toList();
        ids.forEach(id -> journal.submit(ONE, id, ABORT));

        kept(new Journal.Extension(
                ONE, SHOP, 1, 1, "one/1", List.of(new ProgressEvent.StageEntered(AT, 1)), LATER, ids));

        assertThat(journal.read(ONE).orElseThrow().mail()).isEmpty();
        assertThat(journal.due("a")).extracting(Journal.Head::hasMail).containsExactly(false);
    }

    @Test
    void whoIsDueIsFoundWithoutReadingWhatHasEnded() {
        claimed();
        for (int i = 0; i < 25; i++) {
            DeploymentId over = new DeploymentId("over-" + i);
            kept(begun(over));
            kept(extension(over, 1, Optional.empty(), ended("done")));
        }
        int before = table.aws().requests().size();
        assertThat(journal.due("a")).isEmpty();
        assertThat(table.aws().requests().size() - before).as("requests").isEqualTo(DynamoDbTable.SHARDS);
    }

    // Cost.

    /** Each change of a key of the index would be written twice more. */
    @Test
    void anOpenDeploymentKeepsItsPlaceInTheIndex() {
        claimed();
        kept(begun(ONE));
        Item before = head();
        kept(extension(ONE, 1, LATER, new ProgressEvent.StageEntered(AT, 1)));
        journal.submit(ONE, "c-1", ABORT);
        assertThat(head().number("due")).isEqualTo(before.number("due"));
        assertThat(head().text("open")).isEqualTo(before.text("open"));
        assertThat(head().number("version")).isEqualTo(2);
    }

    private Item head() {
        return table.items().stream()
                .filter(item -> item.key().equals(Key.head(ONE)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatAnEngineAsksForIsKnown() {
        claimed();
        kept(begun(ONE));
        assertRequests(
                () -> kept(extension(ONE, 1, LATER, new ProgressEvent.StageEntered(AT, 1))), "TransactWriteItems");
        assertRequests(() -> journal.renew("a", LEASE), "UpdateItem");
        assertRequests(() -> journal.claim(SHOP, "a"), "GetItem");
        assertRequests(() -> journal.read(ONE), "Query", "BatchGetItem");
        assertRequests(() -> journal.list(Optional.of(SHOP)), "Query", "BatchGetItem");
        assertRequests(() -> journal.submit(ONE, "c-1", ABORT), "GetItem", "TransactWriteItems");
        assertRequests(
                () -> assertThat(journal.due("a")).hasSize(1),
                "Query",
                "Query",
                "Query",
                "Query",
                "BatchGetItem",
                "BatchGetItem");
        assertRequests(
                () -> assertThat(journal.due("b")).isEmpty(),
                "Query",
                "Query",
                "Query",
                "Query",
                "BatchGetItem",
                "BatchGetItem",
                "BatchGetItem");
        assertRequests(() -> journal.open(order(TWO, 0)), "TransactGetItems", "UpdateItem", "TransactWriteItems");
        assertRequests(() -> journal.delivered(ONE, "audit", 2), "GetItem", "UpdateItem");
        kept(naming(extension(ONE, 2, Optional.empty(), ended("done")), "audit"));
        assertRequests(
                () -> assertThat(journal.undelivered("audit", Duration.ZERO)).hasSize(1),
                "Query",
                "BatchGetItem",
                "BatchGetItem");
        assertRequests(() -> journal.delivered(ONE, "audit", 3), "GetItem", "UpdateItem", "DeleteItem");
        assertRequests(
                () -> assertThat(journal.undelivered("audit", Duration.ZERO)).isEmpty(), "Query");
    }

    @Test
    void anEngineThatStandsByAsksForAHundredAtATime() {
        claimed();
        List<Journal.Extension> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(begun(new DeploymentId("waiting-" + i)));
        }
        journal.append(many);
        int before = table.aws().requests().size();
        assertThat(table.journal().due("b")).isEmpty();
        assertThat(table.aws().requests("dynamodb:Query"))
                .as("one look at each shard of the index")
                .hasSize(DynamoDbTable.SHARDS);
        assertThat(table.aws().requests().size() - before)
                .as(
                        "requests: two to open the journal, four shards of the index, three for heads, the claim, the lease")
                .isEqualTo(11);
    }

    private void assertRequests(Runnable call, String... operations) {
        int before = table.aws().requests().size();
        call.run();
        List<AwsRequest> requests = table.aws().requests();
        assertThat(requests.subList(before, requests.size()))
                .extracting(request -> request.action().substring("dynamodb:".length()))
                .containsExactly(operations);
    }
}
