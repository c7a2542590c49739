package io.github.bluegreen4j.testkit.contract;

import static io.github.bluegreen4j.testkit.contract.Expectations.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.spi.Journal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} has to keep: its entries, its mailboxes, and here its leases and fences. */
@SuppressWarnings("exports") // whoever inherits it brings JUnit
public abstract class JournalContract extends JournalMailboxSuite {

    private void refused(String engine) {
        assertThat(journal.claim(SHOP, engine)).as("the fence of %s", engine).isEmpty();
    }

    /** Protects from two engines that act on one service. */
    @Test
    public final void aServiceIsOneEnginesWhileItsLeaseHolds() {
        long fence = claimed(SHOP, ENGINE);
        journal.renew(OTHER_ENGINE, fixture.lease());
        refused(OTHER_ENGINE);
        assertThat(fixture.elsewhere().claim(SHOP, OTHER_ENGINE))
                .as("the fence of the other engine in its own process")
                .isEmpty();
        assertThat(claimed(SHOP, ENGINE))
                .as("the fence of the engine that has it already")
                .isEqualTo(fence);
    }

    /** Protects from a claim that anybody may take at once: whoever has no lease gets no service. */
    @Test
    public final void anEngineWithoutALeaseClaimsNothing() {
        refused(ENGINE);
        long fence = claimed(SHOP, ENGINE);
        leasesRunOut();
        refused(OTHER_ENGINE);
        assertThat(claimed(SHOP, ENGINE)).as("the fence after all").isEqualTo(fence);
    }

    /** Protects from an engine that loses its services while it is alive: one renewal holds all of them. */
    @Test
    public final void renewingHoldsAllClaimsOfAnEngine() {
        long shop = claimed(SHOP, ENGINE);
        long bank = claimed(BANK, ENGINE);
        for (int third = 0; third < 9; third++) {
            fixture.letPass(fixture.lease().dividedBy(3));
            journal.renew(OTHER_ENGINE, fixture.lease());
            refused(OTHER_ENGINE);
            journal.renew(ENGINE, fixture.lease());
        }
        assertThat(journal.claim(BANK, OTHER_ENGINE))
                .as("the other engine's fence")
                .isEmpty();
        assertThat(journal.claim(SHOP, ENGINE))
                .as("the fence of the first service")
                .contains(shop);
        assertThat(journal.claim(BANK, ENGINE))
                .as("the fence of the second service")
                .contains(bank);
    }

    /** Protects from a service that nobody deploys any more because its engine died. */
    @Test
    public final void aServiceIsTakenOverAfterTheLeaseHasRunOutAndTheFenceRises() {
        long before = claimed(SHOP, ENGINE);
        leasesRunOut();
        long after = claimed(SHOP, OTHER_ENGINE);
        assertThat(after).as("the fence after the take-over").isGreaterThan(before);
        journal.renew(ENGINE, fixture.lease());
        refused(ENGINE);
    }

    /** Protects from a needless hand-over: an engine that slept, and whose service nobody took, keeps its fence. */
    @Test
    public final void anEngineThatComesBackInTimeKeepsItsFence() {
        long fence = claimed(SHOP, ENGINE);
        leasesRunOut();
        assertThat(claimed(SHOP, ENGINE)).as("the fence after a long sleep").isEqualTo(fence);
        journal.renew(OTHER_ENGINE, fixture.lease());
        refused(OTHER_ENGINE);
    }

    /** Protects from waiting for the end of a lease that nobody needs, and from a fence that begins again. */
    @Test
    public final void aReleasedServiceIsFreeAndItsFenceIsRemembered() {
        long first = claimed(SHOP, ENGINE);
        journal.release(SHOP, ENGINE);
        long second = claimed(SHOP, OTHER_ENGINE);
        assertThat(second).as("the second fence").isGreaterThan(first);
        journal.release(SHOP, OTHER_ENGINE);
        long third = claimed(SHOP, OTHER_ENGINE);
        assertThat(third).as("the fence of the same engine after its release").isGreaterThan(second);
    }

    /** Protects from an engine that takes a service away from another when it closes. */
    @Test
    public final void aClaimThatIsNotHeldIsNotReleased() {
        long fence = claimed(SHOP, ENGINE);
        journal.release(SHOP, OTHER_ENGINE);
        journal.release(BANK, OTHER_ENGINE);
        journal.renew(OTHER_ENGINE, fixture.lease());
        refused(OTHER_ENGINE);
        assertThat(journal.claim(SHOP, ENGINE)).as("the fence").contains(fence);
    }

    /** Protects from two engines that begin at the same moment. */
    @Test
    public final void ofSeveralEnginesThatClaimAtOnceOneSucceeds() {
        List<Optional<Long>> fences = together(4, number -> {
            journal.renew("engine-" + number, fixture.lease());
            return journal.claim(SHOP, "engine-" + number);
        });
        assertThat(fences)
                .as("the fences of four engines")
                .filteredOn(Optional::isPresent)
                .hasSize(1);
    }

    /** Protects from an engine that was asleep and goes on writing: its fence is old before anybody else has written. */
    @Test
    public final void aStaleWriterAppendsNothing() {
        long stale = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, stale));
        leasesRunOut();
        long fence = claimed(SHOP, OTHER_ENGINE);
        lost(extension(ONE, SHOP, 2, stale, entered(1)), 2, fence);
        lost(first(TWO, SHOP, stale), 0, fence);
        assertThat(read(ONE).events()).as("events").hasSize(2);
        assertThat(read(ONE).head().fence()).as("the fence that is read").isEqualTo(fence);
        assertThat(fixture.elsewhere().read(TWO))
                .as("history of a deployment that a stale writer began")
                .isEmpty();
        kept(extension(ONE, SHOP, 2, fence, entered(1)));
    }

    /** Protects from a writer that never claimed the service. */
    @Test
    public final void aFenceThatWasNeverGivenAppendsNothing() {
        long fence = claimed(SHOP, ENGINE);
        assertThat(append(first(ONE, SHOP, fence + 1)).status())
                .as("the outcome under a fence that was never given")
                .isEqualTo(Journal.Appended.Status.LOST);
        assertThat(append(first(TWO, BANK, 0)).status())
                .as("the outcome for a service that was never claimed")
                .isEqualTo(Journal.Appended.Status.LOST);
        kept(first(ONE, SHOP, fence));
    }

    /** Protects from one service's hand-over that stops the others. */
    @Test
    public final void theFenceOfOneServiceIsNotAnothers() {
        long shop = claimed(SHOP, ENGINE);
        journal.release(SHOP, ENGINE);
        claimed(SHOP, OTHER_ENGINE);
        long bank = claimed(BANK, ENGINE);
        kept(first(ONE, BANK, bank));
        assertThat(append(first(TWO, SHOP, shop)).status())
                .as("the outcome under the old fence of the other service")
                .isEqualTo(Journal.Appended.Status.LOST);
    }
}
