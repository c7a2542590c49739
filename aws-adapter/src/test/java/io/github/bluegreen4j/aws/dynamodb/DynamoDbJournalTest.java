package io.github.bluegreen4j.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a table adds to what every journal has to keep. */
class DynamoDbJournalTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final DeploymentId ONE = new DeploymentId("one");
    private static final DeploymentId TWO = new DeploymentId("two");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Optional<Instant> LATER = Optional.of(AT.plusSeconds(3_600));
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Command ABORT = new Command.Abort("fire drill");

    private final FakeTable table = new FakeTable();
    private final DynamoDbJournal journal = table.journal();

    private static DeploymentEvent ended(String reason) {
        return new ProgressEvent.DeploymentEnded(
                AT, DeploymentStatus.SUCCESSFUL, reason, List.of(), List.of(), List.of());
    }

    private static Journal.Extension extension(
            DeploymentId deployment, long version, Optional<Instant> wakeUp, DeploymentEvent... events) {
        return new Journal.Extension(
                deployment, SHOP, version, 1, deployment + "/" + version, List.of(events), wakeUp, List.of());
    }

    private static Journal.Extension begun(DeploymentId deployment) {
        return extension(deployment, 0, LATER, new ProgressEvent.DeploymentAdmitted(AT));
    }

    private void claimed() {
        journal.renew("a", LEASE);
        assertThat(journal.claim(SHOP, "a")).contains(1L);
    }

    private static Appended append(Journal journal, Journal.Extension extension) {
        return journal.append(List.of(extension)).get(0);
    }

    private void kept(Journal.Extension extension) {
        assertThat(append(journal, extension).status()).isEqualTo(Appended.Status.APPENDED);
    }

    private static Problem problem(Runnable call) {
        return assertThatExceptionOfType(PortException.class)
                .isThrownBy(call::run)
                .actual()
                .problem();
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
        String reason = "x" + "\uD83D\uDC19".repeat(400_000);
        kept(begun(ONE));
        kept(extension(ONE, 1, Optional.empty(), ended(reason), ended("short")));

        assertThat(table.journal().read(ONE).orElseThrow().events())
                .containsExactly(new ProgressEvent.DeploymentAdmitted(AT), ended(reason), ended("short"));
        assertThat(table.journal().read(ONE).orElseThrow().entryIds()).containsExactly("one/0", "one/1");
    }

    @Test
    void whatIsTooLongForATransactionIsRefusedBeforeAnythingIsSent() {
        claimed();
        kept(begun(ONE));
        int before = table.aws().requests("dynamodb:TransactWriteItems").size();

        Problem problem =
                problem(() -> append(journal, extension(ONE, 1, Optional.empty(), ended("x".repeat(3_600_000)))));

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
        assertThat(journal.due(AT, "a")).extracting(Journal.Head::deployment).containsExactly(ONE);
        kept(extension(ONE, 2, LATER, new ProgressEvent.StageEntered(AT, 2)));
        assertThat(journal.read(ONE).orElseThrow().mail()).containsExactly(new Journal.Mail("c-2", ABORT));
        assertThat(journal.due(AT, "a")).extracting(Journal.Head::deployment).containsExactly(ONE);
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
        assertThat(journal.due(AT, "a")).isEmpty();
    }

    @Test
    void whoIsDueIsFoundWithoutReadingTheOthers() {
        claimed();
        List<Journal.Extension> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(begun(new DeploymentId("waiting-" + i)));
        }
        journal.append(many);
        int before = table.aws().requests().size();
        assertThat(journal.due(AT, "a")).isEmpty();
        assertThat(table.aws().requests().size() - before).as("requests").isEqualTo(1);
        assertThat(journal.due(LATER.orElseThrow(), "a")).hasSize(250);
    }

    // Age.

    @Test
    void whatHasEndedExpiresWithEverythingOfIt() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        kept(begun(TWO));
        keeping.submit(ONE, "c-1", ABORT);
        append(keeping, extension(ONE, 1, Optional.empty(), ended("done")));

        long expires = AT.plus(Duration.ofDays(10)).getEpochSecond();
        assertThat(table.itemsOfDeployments().stream().filter(item -> item.has(Table.EXPIRES)))
                .as("what expires: the head, two entries, a command, the place")
                .hasSize(5)
                .allMatch(item -> item.number(Table.EXPIRES) == expires);
        assertThat(keeping.read(ONE)).isPresent();
        table.fixture().letPass(Duration.ofDays(10));
        assertThat(keeping.read(ONE)).as("what DynamoDB has not removed yet").isEmpty();
        assertThat(keeping.list(Optional.of(SHOP)))
                .extracting(Journal.Head::deployment)
                .containsExactly(TWO);
        assertThat(client().describeTimeToLive(request -> request.tableName("deployments"))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo(Table.EXPIRES);
    }

    private DynamoDbClient client() {
        return table.client();
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

    private Journal.Extension orderedAgain(long version) {
        return extension(ONE, version, LATER, new ProgressEvent.DeploymentAdmitted(AT));
    }

    private void assertThatAllOfItStays(DynamoDbJournal keeping, long version) {
        assertThat(table.itemsOfDeployments())
                .noneMatch(item -> item.has(Table.EXPIRES))
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

        assertThat(append(keeping, orderedAgain(2)).status()).isEqualTo(Appended.Status.APPENDED);

        assertThatAllOfItStays(keeping, 3);
        append(keeping, extension(ONE, 3, Optional.empty(), ended("done")));
        assertThat(table.itemsOfDeployments())
                .as("what expires when it has ended")
                .allMatch(item -> item.has(Table.EXPIRES));
    }

    @Test
    void aDeploymentThatWasRefusedHundredsOfTimesIsKeptWhole() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        for (long version = 1; version < 240; version += 2) {
            append(keeping, extension(ONE, version, Optional.empty(), ended("refused")));
            append(keeping, orderedAgain(version + 1));
        }
        assertThatAllOfItStays(keeping, 241);
    }

    @Test
    void anEngineThatMarksWhatItEndedStopsWhenAnotherOneOrdersItAgain() {
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(10));
        claimed();
        kept(begun(ONE));
        // Between the end and the first of the marks.
        table.disturbed().meanwhile(() -> table.disturbed().meanwhile(() -> kept(orderedAgain(2))));

        append(keeping, extension(ONE, 1, Optional.empty(), ended("refused")));

        assertThatAllOfItStays(keeping, 3);
    }

    @Test
    void aPurgeLeavesAloneWhatIsOrderedAgainMeanwhile() {
        claimed();
        kept(begun(ONE));
        kept(extension(ONE, 1, Optional.empty(), ended("refused")));
        table.disturbed().meanwhile(() -> kept(orderedAgain(2)));

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
        // The first attempt, the head and the place, and then the entries.
        table.aws().faults().on("dynamodb:TransactWriteItems").nth(before + 3).happens(WireFault.THROTTLED);

        assertThat(problem(() -> append(keeping, orderedAgain(2))).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);

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
        assertThat(problem(() -> append(keeping, orderedAgain(2))).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);

        assertThat(append(keeping, orderedAgain(2)).status()).isEqualTo(Appended.Status.APPENDED);

        assertThatAllOfItStays(keeping, 3);
    }

    // Cost.

    @Test
    void whatAnEngineAsksForIsKnown() {
        claimed();
        kept(begun(ONE));
        assertRequests(
                () -> kept(extension(ONE, 1, LATER, new ProgressEvent.StageEntered(AT, 1))), "TransactWriteItems");
        assertRequests(() -> journal.renew("a", LEASE), "UpdateItem");
        assertRequests(() -> journal.due(AT, "a"), "Query");
        assertRequests(() -> journal.claim(SHOP, "a"), "GetItem");
        assertRequests(() -> journal.read(ONE), "Query", "BatchGetItem");
        assertRequests(() -> journal.list(Optional.of(SHOP)), "Query", "BatchGetItem");
        assertRequests(() -> journal.submit(ONE, "c-1", ABORT), "GetItem", "TransactWriteItems");
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
