package io.github.bluegreen4j.testkit.fault;

import static io.github.bluegreen4j.testkit.fault.UnreliableJournal.Answer.APPENDED;
import static io.github.bluegreen4j.testkit.fault.UnreliableJournal.Answer.LOST;
import static io.github.bluegreen4j.testkit.fault.UnreliableJournal.Answer.UNKNOWN_KEPT;
import static io.github.bluegreen4j.testkit.fault.UnreliableJournal.Answer.UNKNOWN_NOT_KEPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journal answers what a test chose. */
class UnreliableJournalTest {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final DeploymentId ONE = new DeploymentId("one");

    private final UnreliableJournal journal = new UnreliableJournal(InMemoryJournal.create());

    @BeforeEach
    void claim() {
        journal.renew("engine", Duration.ofHours(1));
        assertThat(journal.claim(SHOP, "engine")).contains(1L);
    }

    private Journal.Appended append(long version) {
        return journal.append(List.of(new Journal.Extension(
                        ONE,
                        SHOP,
                        version,
                        1,
                        "entry-" + version,
                        List.of(new ProgressEvent.StageEntered(Instant.EPOCH, (int) version)),
                        Optional.of(Instant.EPOCH),
                        List.of())))
                .get(0);
    }

    private List<String> entries() {
        return journal.read(ONE).map(Journal.History::entryIds).orElse(List.of());
    }

    @Test
    void unknownAndKeptIsFoundByItsId() {
        journal.answerNext(UNKNOWN_KEPT);
        assertThat(append(0).status()).isEqualTo(Journal.Appended.Status.UNKNOWN);
        assertThat(entries()).containsExactly("entry-0");
    }

    @Test
    void unknownAndNotKeptIsNotFound() {
        journal.answerNext(UNKNOWN_NOT_KEPT);
        assertThat(append(0).status()).isEqualTo(Journal.Appended.Status.UNKNOWN);
        assertThat(entries()).isEmpty();
    }

    @Test
    void lostIsNotKeptAndTellsWhereTheDeploymentStands() {
        assertThat(append(0)).isEqualTo(new Journal.Appended(Journal.Appended.Status.APPENDED, 1, 1));
        journal.answerNext(LOST);
        assertThat(append(1)).isEqualTo(new Journal.Appended(Journal.Appended.Status.LOST, 1, 1));
        assertThat(entries()).containsExactly("entry-0");
    }

    @Test
    void answersAreGivenInTheirOrderAndThenTheUsualOne() {
        journal.answerAlways(UNKNOWN_NOT_KEPT);
        journal.answerNext(APPENDED, LOST);
        assertThat(append(0).status()).isEqualTo(Journal.Appended.Status.APPENDED);
        assertThat(append(1).status()).isEqualTo(Journal.Appended.Status.LOST);
        assertThat(append(1).status()).isEqualTo(Journal.Appended.Status.UNKNOWN);
        assertThat(append(1).status()).isEqualTo(Journal.Appended.Status.UNKNOWN);
        journal.answerAlways(APPENDED);
        assertThat(append(1).status()).isEqualTo(Journal.Appended.Status.APPENDED);
        assertThat(entries()).containsExactly("entry-0", "entry-1");
    }

    @Test
    void anUntruthIsNoReasonToKeepWhatAnotherWriterWasFasterWith() {
        append(0);
        journal.answerNext(APPENDED, UNKNOWN_KEPT);
        assertThat(append(0).status()).isEqualTo(Journal.Appended.Status.LOST);
        assertThat(append(0).status()).isEqualTo(Journal.Appended.Status.UNKNOWN);
        assertThat(entries()).containsExactly("entry-0");
    }

    @Test
    void anExtensionWithoutEventsIsAMistake() {
        Journal.Extension empty =
                new Journal.Extension(ONE, SHOP, 0, 1, "entry", List.of(), Optional.empty(), List.of());
        assertThatThrownBy(() -> journal.append(List.of(empty))).isInstanceOf(IllegalArgumentException.class);
    }
}
