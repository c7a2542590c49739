package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of the journal's suite about appending and reading. */
@SuppressWarnings("exports")
public // subclasses depend on JUnit
abstract class JournalAppendSuite extends JournalSuite {

    /** Prevents a decision that is lost: every process reads all entries. */
    @Test
    public final void whatIsAppendedIsReadByEveryProcess() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(waking(extension(ONE, SHOP, 2, fence, entered(1), entered(2), ended()), Optional.of(SOON)));
        List<DeploymentEvent> expected = new ArrayList<>(begun(ONE, SHOP));
        expected.addAll(List.of(entered(1), entered(2), ended()));
        Journal.History history = read(ONE);
        assertThat(history.head())
                .as("head")
                .isEqualTo(new Journal.Head(ONE, SHOP, 5, fence, Optional.of(SOON), false));
        assertThat(history.events()).as("events").isEqualTo(expected);
        assertThat(history.entryIds())
                .as("entry ids")
                .containsExactly("deployment-1-entry-at-0-" + fence, "deployment-1-entry-at-2-" + fence);
        assertThat(history.mail()).as("mail").isEmpty();
    }

    /** Prevents a deployment that starts twice because its entries are not found or taken for another's. */
    @Test
    public final void aDeploymentThatDoesNotExistReadsAsEmpty() {
        kept(first(ONE, SHOP, claimed(SHOP, ENGINE)));
        assertThat(read(ONE).events()).as("events of the one that exists").hasSize(2);
        assertThat(fixture.elsewhere().read(TWO)).as("history of the other").isEmpty();
    }

    /** Prevents two histories of one deployment: an append succeeds only at the version its writer expects. */
    @Test
    public final void anExtensionAtAnotherVersionIsLostAndChangesNothing() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(extension(ONE, SHOP, 2, fence, entered(1)));
        Journal.History before = read(ONE);
        lost(extension(ONE, SHOP, 0, fence, entered(7)), 3, fence);
        lost(extension(ONE, SHOP, 2, fence, entered(7)), 3, fence);
        lost(extension(ONE, SHOP, 4, fence, entered(7)), 3, fence);
        lost(extension(TWO, SHOP, 1, fence, entered(7)), 0, fence);
        assertThat(read(ONE)).as("history").isEqualTo(before);
        assertThat(fixture.elsewhere().read(TWO))
                .as("history of the one that was not begun")
                .isEmpty();
    }

    /** Prevents the failure of one deployment's append from affecting others in the same call. */
    @Test
    public final void extensionsOfOneCallAreIndependentAndAnsweredInOrder() {
        long shop = claimed(SHOP, ENGINE);
        long bank = claimed(BANK, ENGINE);
        List<Journal.Appended> outcomes = journal.append(
                List.of(first(ONE, SHOP, shop), extension(TWO, SHOP, 5, shop, entered(1)), first(THREE, BANK, bank)));
        assertThat(outcomes)
                .as("outcomes")
                .containsExactly(
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 2, shop),
                        new Journal.Appended(Journal.Appended.Status.LOST, 0, shop),
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 2, bank));
        assertThat(read(ONE).events()).as("events of the first").isEqualTo(begun(ONE, SHOP));
        assertThat(fixture.elsewhere().read(TWO)).as("history of the second").isEmpty();
        assertThat(read(THREE).events()).as("events of the third").isEqualTo(begun(THREE, BANK));
    }

    /** Prevents a duplicate entry after a lost answer: the writer finds its entry by id. */
    @Test
    public final void anExtensionThatIsSentAgainIsKeptOnce() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        Journal.Appended again = append(first(ONE, SHOP, fence));
        assertThat(again.version())
                .as("version after the same extension was sent again")
                .isEqualTo(2);
        assertThat(read(ONE).events()).as("events").isEqualTo(begun(ONE, SHOP));
        assertThat(read(ONE).entryIds()).as("entry ids").containsExactly("deployment-1-entry-at-0-" + fence);
    }

    /** Prevents two writers that both believe their append succeeded. */
    @Test
    public final void ofSeveralWritersAtOneVersionOneIsFaster() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        for (int version = 2; version < 12; version++) {
            int at = version;
            List<Journal.Appended> outcomes = together(
                    4,
                    writer -> append(new Journal.Extension(
                            ONE,
                            SHOP,
                            at,
                            fence,
                            "entry-" + at + "-of-writer-" + writer,
                            List.of(entered(at)),
                            Optional.of(SOON),
                            List.of())));
            assertThat(outcomes)
                    .as("outcomes of four writers at version %s", at)
                    .filteredOn(outcome -> outcome.status() == Journal.Appended.Status.APPENDED)
                    .hasSize(1);
        }
        assertThat(read(ONE).head().version()).as("version").isEqualTo(12);
        assertThat(read(ONE).entryIds()).as("entry ids").hasSize(11).doesNotHaveDuplicates();
    }

    /**
     * Prevents an unreadable deployment that is taken for a new one or makes others unreadable. A journal that cannot be
     * damaged must read as before.
     */
    @Test
    public final void whatCanNotBeDecodedIsRefusedAndHarmsNoOther() {
        long fence = claimed(SHOP, ENGINE);
        kept(waking(first(ONE, SHOP, fence), Optional.of(SOON)));
        kept(waking(first(TWO, SHOP, fence), Optional.of(SOON)));
        if (fixture.damage(ONE)) {
            expectProblem("read what is damaged", () -> fixture.elsewhere().read(ONE), Problem.Kind.REFUSED);
        } else {
            assertThat(read(ONE).events()).as("events of the first").isEqualTo(begun(ONE, SHOP));
        }
        assertThat(read(TWO).events()).as("events of the other").isEqualTo(begun(TWO, SHOP));
        assertThat(due()).as("what is due").contains(TWO);
    }

    /** Prevents a recovery that mixes deployments up, or that forgets one: several are read as each is read alone. */
    @Test
    public final void severalAreReadAsEachIsReadAlone() {
        long shop = claimed(SHOP, ENGINE);
        long bank = claimed(BANK, ENGINE);
        kept(first(ONE, SHOP, shop));
        kept(naming(extension(ONE, SHOP, 2, shop, entered(1), entered(2)), "audit"));
        kept(first(THREE, BANK, bank));
        assertThat(journal.submit(THREE, "c-1", new Command.SkipBake())).isTrue();
        assertThat(journal.submit(THREE, "c-2", new Command.Abort("enough"))).isTrue();
        journal.delivered(ONE, "audit", 3);
        journal.delivered(ONE, "metrics", 2);
        List<DeploymentId> wanted = List.of(THREE, TWO, ONE, THREE);
        List<Journal.ReadResult> results = fixture.elsewhere().readAll(wanted);
        assertThat(results)
                .as("what was read of several")
                .isEqualTo(wanted.stream()
                        .map(id -> Journal.ReadResult.of(id, fixture.elsewhere().read(id)))
                        .toList());
        assertThat(results.get(0).history().orElseThrow().mail())
                .as("mail")
                .extracting(Journal.Mail::commandId)
                .containsExactly("c-1", "c-2");
        assertThat(results.get(2).history().orElseThrow().delivered())
                .as("deliveries")
                .isEqualTo(Map.of("audit", 3L, "metrics", 2L));
        assertThat(fixture.elsewhere().readAll(List.of()))
                .as("what was read of none")
                .isEmpty();
    }

    /** Prevents one unreadable deployment from keeping all others from their engine. */
    @Test
    public final void ofSeveralOneThatCanNotBeDecodedHarmsNoOther() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(first(TWO, SHOP, fence));
        kept(first(THREE, SHOP, fence));
        boolean isDamaged = fixture.damage(TWO);
        List<Journal.ReadResult> results = fixture.elsewhere().readAll(List.of(ONE, TWO, THREE));
        assertThat(results)
                .as("what was read of several")
                .extracting(Journal.ReadResult::deployment)
                .containsExactly(ONE, TWO, THREE);
        assertThat(results.get(0).history()).as("history of the first").contains(read(ONE));
        assertThat(results.get(2).history()).as("history of the last").contains(read(THREE));
        if (isDamaged) {
            assertThat(results.get(1).history())
                    .as("history of what is damaged")
                    .isEmpty();
            assertThat(results.get(1).refusal())
                    .as("the refusal of what is damaged")
                    .map(Problem::kind)
                    .contains(Problem.Kind.REFUSED);
        } else {
            assertThat(results.get(1).history()).as("history of the second").contains(read(TWO));
        }
    }

    /** Prevents a deployment that no engine resumes after a crash. */
    @Test
    public final void aDeploymentIsDueUntilItHasEndedWhateverItWaitsFor() {
        long fence = claimed(SHOP, ENGINE);
        kept(waking(first(ONE, SHOP, fence), Optional.of(SOON)));
        kept(waking(first(TWO, SHOP, fence), Optional.of(MUCH_LATER)));
        assertThat(due()).as("due").containsExactly(ONE, TWO);
        kept(waking(extension(ONE, SHOP, 2, fence, entered(1)), Optional.of(MUCH_LATER)));
        assertThat(due()).as("due after it waits for another time").containsExactly(ONE, TWO);
        kept(waking(extension(ONE, SHOP, 3, fence, ended()), Optional.empty()));
        assertThat(due()).as("due after it has ended").containsExactly(TWO);
    }

    /** Prevents a list without ended deployments, or in an order that presents an old deployment as the latest. */
    @Test
    public final void allDeploymentsAreListedTheNewestLast() {
        long shop = claimed(SHOP, ENGINE);
        long bank = claimed(BANK, ENGINE);
        kept(first(THREE, SHOP, shop));
        kept(first(ONE, BANK, bank));
        kept(first(TWO, SHOP, shop));
        kept(waking(extension(THREE, SHOP, 2, shop, ended()), Optional.empty()));
        assertThat(fixture.elsewhere().list(Optional.of(SHOP)))
                .as("deployments of one service")
                .containsExactly(
                        new Journal.Head(THREE, SHOP, 3, shop, Optional.empty(), false),
                        new Journal.Head(TWO, SHOP, 2, shop, Optional.of(MUCH_LATER), false));
        assertThat(fixture.elsewhere().list(Optional.empty()))
                .as("all deployments")
                .extracting(Journal.Head::deployment)
                .containsExactly(THREE, ONE, TWO);
    }
}
