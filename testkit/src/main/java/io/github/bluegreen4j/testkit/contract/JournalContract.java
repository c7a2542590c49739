package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.spi.Journal;
import org.junit.jupiter.api.Test;

/**
 * The requirements on every {@link Journal}: entries, mailboxes, orders, deliveries to listeners, and fences. {@link
 * LeaseContract} has those on leases.
 */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class JournalContract extends JournalDeliverySuite {

    /** Prevents a write by an engine that lost its service during a pause, even before the new owner has written. */
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

    /** Prevents a write by an engine that never claimed the service. */
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

    /** Prevents the take-over of one service from stopping writes to others. */
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
