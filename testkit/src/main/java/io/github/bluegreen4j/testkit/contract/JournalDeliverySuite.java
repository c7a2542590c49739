package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of the journal's suite about listeners: up to which event each of them was notified. */
@SuppressWarnings("exports")
public // subclasses depend on JUnit
abstract class JournalDeliverySuite extends JournalOrderSuite {
    private static final String AUDIT = "audit";
    private static final String METRICS = "metrics";
    private static final Duration LONG_AGO = Duration.ofDays(20_000);

    /** Reports a delivery from another process, which has no lease. */
    private void delivered(DeploymentId deployment, String listener, long version) {
        fixture.elsewhere().delivered(deployment, listener, version);
    }

    /** Returns the ended deployments of which a listener was not notified. */
    private List<DeploymentId> undelivered(String listener) {
        return fixture.elsewhere().undelivered(listener, Duration.ZERO).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    private void ends(DeploymentId deployment, long version, long fence, String... listeners) {
        kept(naming(waking(extension(deployment, SHOP, version, fence, ended()), Optional.empty()), listeners));
    }

    /** Prevents an event that a listener receives twice or never because the next engine starts at another version. */
    @Test
    public final void howFarAListenerWasNotifiedNeverGoesBack() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        assertThat(read(ONE).delivered()).as("delivered at first").isEmpty();
        delivered(ONE, AUDIT, 2);
        delivered(ONE, AUDIT, 1);
        delivered(ONE, METRICS, 1);
        assertThat(read(ONE).delivered()).as("delivered").isEqualTo(Map.of(AUDIT, 2L, METRICS, 1L));
        kept(extension(ONE, SHOP, 2, fence, entered(1)));
        delivered(ONE, METRICS, 3);
        assertThat(read(ONE).delivered()).as("delivered later").isEqualTo(Map.of(AUDIT, 2L, METRICS, 3L));
    }

    /** Prevents a cursor that counts for another deployment, or for one that does not exist. */
    @Test
    public final void aCursorCountsForItsDeploymentOnly() {
        long fence = claimed(SHOP, ENGINE);
        delivered(TWO, AUDIT, 1);
        kept(first(ONE, SHOP, fence));
        kept(first(TWO, SHOP, fence));
        delivered(ONE, AUDIT, 2);
        assertThat(read(ONE).delivered()).as("delivered of one").isEqualTo(Map.of(AUDIT, 2L));
        assertThat(read(TWO).delivered()).as("delivered of the other").isEmpty();
    }

    /** Prevents a final event that a listener never receives because the engine died. */
    @Test
    public final void ofAnEndEachNamedListenerHasToBeNotified() {
        long fence = claimed(SHOP, ENGINE);
        kept(naming(first(ONE, SHOP, fence), AUDIT, METRICS));
        kept(naming(first(TWO, SHOP, fence), AUDIT));
        assertThat(undelivered(AUDIT)).as("before the end").isEmpty();
        ends(TWO, 2, fence, AUDIT);
        ends(ONE, 2, fence, AUDIT, METRICS);

        assertThat(fixture.elsewhere().undelivered(METRICS, Duration.ZERO))
                .as("of which ends one listener was not notified")
                .containsExactly(new Journal.Head(ONE, SHOP, 3, fence, Optional.empty(), false));
        assertThat(undelivered(AUDIT)).as("of which ends the other was not").containsExactly(ONE, TWO);
        assertThat(undelivered("stranger"))
                .as("for a listener that nobody named")
                .isEmpty();
        assertThat(fixture.elsewhere().undelivered(AUDIT, LONG_AGO))
                .as("of which ends of long ago")
                .isEmpty();
    }

    /** Prevents a final event that is delivered too early or too late because an engine's clock is wrong. */
    @Test
    public final void howLongAgoADeploymentEndedIsSaidByNoEnginesClock() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        ends(ONE, 2, fence, METRICS);
        for (Duration ahead : CLOCKS) {
            Journal skewed = fixture.elsewhere(ahead);
            assertThat(skewed.undelivered(METRICS, fixture.lease().multipliedBy(50)))
                    .as("ends of long ago, for a clock that is %s ahead", ahead)
                    .isEmpty();
            fixture.letPass(Duration.ofMillis(20));
            assertThat(skewed.undelivered(METRICS, Duration.ofMillis(10)))
                    .as("ends of just now, for a clock that is %s ahead", ahead)
                    .extracting(Journal.Head::deployment)
                    .containsExactly(ONE);
        }
    }

    /** Prevents a final event that a listener receives again and again. */
    @Test
    public final void anEndIsDeliveredWithTheLastVersionAndToEachListenerForItself() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        delivered(ONE, AUDIT, 2);
        ends(ONE, 2, fence, AUDIT, METRICS);
        delivered(ONE, METRICS, 2);
        assertThat(undelivered(METRICS)).as("after the last version but one").containsExactly(ONE);
        delivered(ONE, METRICS, 3);
        assertThat(undelivered(METRICS)).as("after the last version").isEmpty();
        assertThat(undelivered(AUDIT)).as("for the other listener").containsExactly(ONE);
        delivered(ONE, METRICS, 2);
        assertThat(undelivered(METRICS)).as("when an old version comes late").isEmpty();
        delivered(ONE, AUDIT, 3);
        assertThat(undelivered(AUDIT))
                .as("when the other listener was notified")
                .isEmpty();
        assertThat(read(ONE).delivered()).as("delivered").isEqualTo(Map.of(AUDIT, 3L, METRICS, 3L));
    }

    /** Prevents a repeated order whose final event is delivered while it is running, or not delivered at all. */
    @Test
    public final void whatIsOrderedAgainIsUndeliveredWhenItHasEndedAgain() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        ends(ONE, 2, fence, AUDIT, METRICS);
        delivered(ONE, AUDIT, 3);
        opened(order(ONE, SHOP, 3));

        assertThat(undelivered(METRICS)).as("when it is open again").isEmpty();
        assertThat(read(ONE).delivered()).as("delivered when it is open again").isEqualTo(Map.of(AUDIT, 3L));
        ends(ONE, 4, fence, AUDIT);
        assertThat(undelivered(AUDIT)).as("for whom the second end names").containsExactly(ONE);
        assertThat(undelivered(METRICS)).as("for whom only the first end named").isEmpty();
        delivered(ONE, AUDIT, 5);
        assertThat(undelivered(AUDIT)).as("after the second end").isEmpty();
    }

    /**
     * Prevents a group whose lost extension answers commands or ends a deployment nevertheless: each extension of a call
     * takes only what is its own.
     */
    @Test
    public final void ofAGroupALostExtensionLeavesCommandsAndListenersAlone() {
        long shop = claimed(SHOP, ENGINE);
        long bank = claimed(BANK, ENGINE);
        for (DeploymentId deployment : List.of(ONE, TWO)) {
            kept(first(deployment, SHOP, shop));
        }
        kept(first(THREE, BANK, bank));
        for (DeploymentId deployment : List.of(ONE, TWO, THREE)) {
            assertThat(journal.submit(deployment, "c-1", new Command.SkipBake()))
                    .isTrue();
            assertThat(journal.submit(deployment, "c-2", new Command.Abort("enough")))
                    .isTrue();
        }
        DeploymentId fresh = new DeploymentId("deployment-4");
        List<Journal.Appended> outcomes = journal.append(List.of(
                naming(
                        consuming(waking(extension(TWO, SHOP, 1, shop, entered(7), ended()), Optional.empty()), "c-1"),
                        AUDIT),
                naming(
                        consuming(waking(extension(ONE, SHOP, 2, shop, entered(1), ended()), Optional.empty()), "c-2"),
                        AUDIT,
                        METRICS),
                naming(consuming(extension(THREE, BANK, 2, bank, entered(1)), "c-1"), AUDIT),
                first(fresh, SHOP, shop)));
        assertThat(outcomes)
                .as("outcomes")
                .containsExactly(
                        new Journal.Appended(Journal.Appended.Status.LOST, 2, shop),
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 4, shop),
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 3, bank),
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 2, shop));
        assertThat(read(ONE).mail())
                .as("commands of the one that has ended")
                .extracting(Journal.Mail::commandId)
                .containsExactly("c-1");
        assertThat(read(TWO).mail())
                .as("commands of the one whose extension was lost")
                .extracting(Journal.Mail::commandId)
                .containsExactly("c-1", "c-2");
        assertThat(read(THREE).mail())
                .as("commands of the third")
                .extracting(Journal.Mail::commandId)
                .containsExactly("c-2");
        assertThat(read(TWO).head().wakeUp())
                .as("the wake-up of the one whose extension was lost")
                .contains(MUCH_LATER);
        assertThat(read(fresh).events()).as("events of a new one").isEqualTo(begun(fresh, SHOP));
        for (String listener : List.of(AUDIT, METRICS)) {
            assertThat(undelivered(listener))
                    .as("ends of which %s was not notified", listener)
                    .containsExactly(ONE);
        }
    }
}
