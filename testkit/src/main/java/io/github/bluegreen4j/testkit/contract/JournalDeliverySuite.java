package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of the journal's suite about listeners: how far each of them was notified. */
@SuppressWarnings("exports") // whoever inherits it brings JUnit
abstract class JournalDeliverySuite extends JournalOrderSuite {
    private static final String AUDIT = "audit";
    private static final String METRICS = "metrics";
    private static final Duration LONG_AGO = Duration.ofDays(20_000);

    /** Another process, without a lease, says so. */
    private void delivered(DeploymentId deployment, String listener, long version) {
        fixture.elsewhere().delivered(deployment, listener, version);
    }

    /** Of which ends a listener was not notified. */
    private List<DeploymentId> undelivered(String listener) {
        return fixture.elsewhere().undelivered(listener, Duration.ZERO).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    private void ends(DeploymentId deployment, long version, long fence, String... listeners) {
        kept(naming(waking(extension(deployment, SHOP, version, fence, ended()), Optional.empty()), listeners));
    }

    /** Protects from an event of which a listener is notified twice, or never, because the next engine begins elsewhere. */
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

    /** Protects from one deployment's cursor that counts for another, and from cursors of what never was. */
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

    /** Protects from an end of which a listener is never notified because its engine died. */
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

    /** Protects from an end that is delivered too early, or much too late, because the clock of who looks for it is another one. */
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

    /** Protects from an end of which a listener is notified again and again. */
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

    /** Protects from an end that is delivered when the deployment goes on, and from a second end that is not. */
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
}
