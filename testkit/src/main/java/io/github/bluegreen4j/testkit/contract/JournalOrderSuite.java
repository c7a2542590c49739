package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of the journal's suite about orders, see {@link Journal#open}. */
@SuppressWarnings("exports")
public // subclasses depend on JUnit
abstract class JournalOrderSuite extends JournalMailboxSuite {

    /** Prevents the loss of an order that was given while no engine owned the service. */
    @Test
    public final void anOrderNeedsNoLeaseAndIsDueForWhoeverCanClaimTheService() {
        opened(order(ONE, SHOP, 0));

        Journal.Head head = new Journal.Head(ONE, SHOP, 1, 0, Optional.of(SOON), false);
        assertThat(read(ONE).head()).as("head").isEqualTo(head);
        assertThat(read(ONE).events())
                .as("events")
                .containsExactly(begun(ONE, SHOP).get(0));
        assertThat(read(ONE).entryIds()).as("entry ids").containsExactly("deployment-1-order-at-0");
        assertThat(fixture.elsewhere().list(Optional.of(SHOP)))
                .as("deployments of the service")
                .containsExactly(head);
        assertThat(fixture.elsewhere().list(Optional.empty()))
                .as("all deployments")
                .containsExactly(head);
        assertThat(due()).as("due at once").contains(ONE);
    }

    /** Prevents an order that the owner of the service cannot continue. */
    @Test
    public final void theEngineThatHasTheServiceContinuesAnOrder() {
        long fence = claimed(SHOP, ENGINE);
        opened(order(ONE, SHOP, 0));
        lost(extension(ONE, SHOP, 0, fence, begun(ONE, SHOP).get(0)), 1, fence);
        kept(extension(ONE, SHOP, 1, fence, admitted(ONE, SHOP)));

        assertThat(read(ONE).events()).as("events").isEqualTo(begun(ONE, SHOP));
        assertThat(read(ONE).entryIds()).as("entry ids").hasSize(2);
        assertThat(due()).as("due").containsExactly(ONE);
    }

    /** Prevents a deployment that is ordered twice after a lost answer: the writer finds its entry by id. */
    @Test
    public final void anOrderThatIsSentAgainIsKeptOnce() {
        opened(order(ONE, SHOP, 0));
        notOpened(order(ONE, SHOP, 0), 1, 0);
        assertThat(read(ONE).entryIds()).as("entry ids").containsExactly("deployment-1-order-at-0");
        assertThat(read(ONE).events()).as("events").hasSize(1);
    }

    /** Prevents two processes that both believe they ordered a deployment. */
    @Test
    public final void ofSeveralOrdersAtOnceOneIsKept() {
        for (long version = 0; version < 8; version += 2) {
            long at = version;
            List<Journal.Appended> outcomes = together(
                    4,
                    process -> journal.open(new Journal.Opening(
                            ONE,
                            SHOP,
                            at,
                            "order-" + at + "-of-" + process,
                            begun(ONE, SHOP).get(0),
                            SOON)));
            assertThat(outcomes)
                    .as("outcomes of four orders at version %s", at)
                    .filteredOn(outcome -> outcome.status() == Journal.Appended.Status.APPENDED)
                    .hasSize(1);
            assertThat(outcomes)
                    .as("where the deployment stands after four orders at version %s", at)
                    .extracting(Journal.Appended::version)
                    .containsOnly(at + 1);
            long fence = claimed(SHOP, ENGINE);
            kept(waking(extension(ONE, SHOP, at + 1, fence, refused()), Optional.empty()));
        }
        assertThat(read(ONE).entryIds()).as("entry ids").hasSize(8).doesNotHaveDuplicates();
    }

    /** Prevents an order that restarts a running deployment. */
    @Test
    public final void anOrderOfADeploymentThatHasNotEndedIsLostAndChangesNothing() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        taken("c-1", PROCEED);
        Journal.History before = read(ONE);
        notOpened(order(ONE, SHOP, 2), 2, fence);
        notOpened(order(ONE, SHOP, 0), 2, fence);
        assertThat(read(ONE)).as("history").isEqualTo(before);
    }

    /** Prevents an order that is based on an outdated reading of the deployment. */
    @Test
    public final void anOrderAtAnotherVersionIsLostAndChangesNothing() {
        notOpened(order(ONE, SHOP, 1), 0, 0);
        assertThat(fixture.elsewhere().read(ONE))
                .as("history of what never was")
                .isEmpty();
        opened(order(ONE, SHOP, 0));
        long fence = claimed(SHOP, ENGINE);
        kept(waking(extension(ONE, SHOP, 1, fence, refused()), Optional.empty()));
        Journal.History before = read(ONE);
        notOpened(order(ONE, SHOP, 0), 2, fence);
        notOpened(order(ONE, SHOP, 1), 2, fence);
        notOpened(order(ONE, SHOP, 3), 2, fence);
        assertThat(read(ONE)).as("history").isEqualTo(before);
        assertThat(due()).as("what is due").isEmpty();
    }

    /** Prevents a deployment that is ordered again after a refusal and never runs. */
    @Test
    public final void aDeploymentThatWasRefusedIsOpenAgainWhenItIsOrderedAgain() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(waking(extension(ONE, SHOP, 2, fence, refused()), Optional.empty()));
        kept(first(TWO, SHOP, fence));

        opened(order(ONE, SHOP, 3));

        Journal.Head open = new Journal.Head(ONE, SHOP, 4, fence, Optional.of(SOON), false);
        assertThat(read(ONE).head()).as("head").isEqualTo(open);
        assertThat(read(ONE).entryIds()).as("entry ids").hasSize(3);
        assertThat(fixture.elsewhere().list(Optional.of(SHOP)))
                .as("deployments of the service")
                .containsExactly(open, new Journal.Head(TWO, SHOP, 2, fence, Optional.of(MUCH_LATER), false));
        assertThat(due()).as("due at once").contains(ONE);
        kept(extension(ONE, SHOP, 4, fence, admitted(ONE, SHOP)));
        assertThat(read(ONE).events()).as("events of both orders").isEqualTo(orders(2));
    }

    /** Prevents a deployment that is ordered again after a refusal and cannot be rolled back. */
    @Test
    public final void aDeploymentTakesCommandsWhenItIsOrderedAndWhenItIsOrderedAgain() {
        opened(order(ONE, SHOP, 0));
        taken("c-1", PROCEED);
        assertThat(read(ONE).mail()).as("mail of a new order").containsExactly(new Journal.Mail("c-1", PROCEED));
        assertThat(dueWithMail()).as("what is due with mail").containsExactly(ONE);
        long fence = claimed(SHOP, ENGINE);
        kept(consuming(waking(extension(ONE, SHOP, 1, fence, refused()), Optional.empty()), "c-1"));
        opened(order(ONE, SHOP, 2));

        taken("c-2", ROLL_BACK);
        assertThat(read(ONE).mail()).as("mail").containsExactly(new Journal.Mail("c-2", ROLL_BACK));
        assertThat(dueWithMail()).as("what is due with mail").containsExactly(ONE);
        kept(consuming(extension(ONE, SHOP, 3, fence, entered(1)), "c-2"));
        assertThat(read(ONE).mail()).as("mail when the command is answered").isEmpty();
        assertThat(dueWithMail())
                .as("what is due with mail when the command is answered")
                .isEmpty();
    }

    /** Prevents a command for an earlier order from affecting the next one. */
    @Test
    public final void commandsThatAreLeftDoNotCountForTheNextOrder() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        taken("c-1", ROLL_BACK);
        taken("c-2", ABORT);
        kept(consuming(waking(extension(ONE, SHOP, 2, fence, refused()), Optional.empty()), "c-2"));
        opened(order(ONE, SHOP, 3));

        assertThat(read(ONE).mail()).as("mail").isEqualTo(List.of());
        assertThat(read(ONE).head().hasMail()).as("whether there is mail").isFalse();
        assertThat(dueWithMail()).as("what is due with mail").isEmpty();
        taken("c-1", ROLL_BACK);
        assertThat(read(ONE).mail()).as("mail when the old command comes again").isEmpty();
        taken("c-3", SKIP);
        assertThat(read(ONE).mail()).as("mail of the new order").containsExactly(new Journal.Mail("c-3", SKIP));
    }

    /** Prevents a deployment that waits for ever, or loses events, after a second refusal. */
    @Test
    public final void aDeploymentMayBeRefusedAndOrderedAgainMoreThanOnce() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        for (int order = 1; order <= 3; order++) {
            kept(waking(extension(ONE, SHOP, 3L * order - 1, fence, refused()), Optional.empty()));
            assertThat(due()).as("what is due after refusal %s", order).isEmpty();
            assertThat(read(ONE).head().wakeUp()).as("the time to wake up").isEmpty();
            opened(order(ONE, SHOP, 3L * order));
            assertThat(due()).as("what is due after order %s", order + 1).containsExactly(ONE);
            kept(extension(ONE, SHOP, 3L * order + 1, fence, admitted(ONE, SHOP)));
        }
        kept(waking(extension(ONE, SHOP, 11, fence, ended()), Optional.empty()));

        List<DeploymentEvent> expected = new ArrayList<>(orders(4));
        expected.add(ended());
        assertThat(read(ONE).events()).as("events of all orders").isEqualTo(expected);
        assertThat(fixture.elsewhere().list(Optional.of(SHOP)))
                .as("deployments of the service")
                .containsExactly(new Journal.Head(ONE, SHOP, 12, fence, Optional.empty(), false));
        assertThat(fixture.elsewhere().submit(ONE, "c-1", ROLL_BACK))
                .as("whether what has ended takes a command")
                .isFalse();
    }

    /** Prevents an order that takes others that come with it along, into the journal or out of it. */
    @Test
    public final void ordersThatComeTogetherAreStoredEachForItself() {
        long shop = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, shop));
        kept(waking(extension(ONE, SHOP, 2, shop, refused()), Optional.empty()));
        kept(first(TWO, SHOP, shop));
        List<Journal.Opening> orders = List.of(
                order(FOUR, SHOP, 0),
                order(TWO, SHOP, 2),
                order(THREE, BANK, 0),
                order(FIVE, BANK, 1),
                order(ONE, SHOP, 3),
                order(SIX, SHOP, 0));

        assertThat(fixture.elsewhere().open(orders))
                .as("outcomes of a new order, one that runs, a new one, one at another version, one again, a new one")
                .containsExactly(
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 1, shop),
                        new Journal.Appended(Journal.Appended.Status.LOST, 2, shop),
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 1, 0),
                        new Journal.Appended(Journal.Appended.Status.LOST, 0, 0),
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 4, shop),
                        new Journal.Appended(Journal.Appended.Status.APPENDED, 1, shop));
        assertThat(fixture.elsewhere().list(Optional.of(SHOP)))
                .as("deployments of the first service")
                .extracting(Journal.Head::deployment)
                .containsExactly(ONE, TWO, FOUR, SIX);
        assertThat(read(THREE).events()).as("events of a new order").hasSize(1);
        assertThat(read(ONE).events()).as("events of an order again").hasSize(4);
        assertThat(fixture.elsewhere().read(FIVE))
                .as("history of what was not stored")
                .isEmpty();
        assertThat(fixture.elsewhere().open(List.of()))
                .as("outcomes of no order")
                .isEmpty();
    }

    /** Prevents an order that is rejected, or taken, because of deployments that have ended or are another service's. */
    @Test
    public final void whatHasNotEndedIsListedForEachService() {
        long shop = claimed(SHOP, ENGINE);
        kept(first(TWO, SHOP, shop));
        kept(first(ONE, SHOP, shop));
        opened(order(THREE, SHOP, 0));
        kept(waking(extension(ONE, SHOP, 2, shop, ended()), Optional.empty()));
        long bank = claimed(BANK, ENGINE);
        kept(waking(first(FOUR, BANK, bank), Optional.empty()));
        ServiceRef other = new ServiceRef("contract-cluster", "without");

        assertThat(fixture.elsewhere().unfinished(List.of(BANK, SHOP, other)))
                .as("what has not ended of three services")
                .containsExactly(
                        List.of(),
                        List.of(
                                new Journal.Head(TWO, SHOP, 2, shop, Optional.of(MUCH_LATER), false),
                                new Journal.Head(THREE, SHOP, 1, shop, Optional.of(SOON), false)),
                        List.of());
        assertThat(fixture.elsewhere().unfinished(List.of()))
                .as("what has not ended of no service")
                .isEmpty();
    }

    /** Prevents an append to an ended deployment by a writer that has missed the end. */
    @Test
    public final void whatHasEndedIsNotExtended() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(waking(extension(ONE, SHOP, 2, fence, ended()), Optional.empty()));
        Journal.History before = read(ONE);
        lost(extension(ONE, SHOP, 3, fence, entered(1)), 3, fence);
        lost(waking(extension(ONE, SHOP, 3, fence, ended()), Optional.empty()), 3, fence);
        assertThat(read(ONE)).as("history").isEqualTo(before);
        assertThat(due()).as("what is due").isEmpty();
    }

    static DeploymentEvent refused() {
        return new ProgressEvent.DeploymentEnded(
                AT.plusSeconds(1),
                DeploymentStatus.STOPPED,
                "productionRoutes[0]: \"production\" does not exist",
                List.of(),
                List.of(),
                List.of());
    }

    /** Returns the events of a deployment that was ordered a number of times, and refused each time but the last. */
    private static List<DeploymentEvent> orders(int count) {
        List<DeploymentEvent> events = new ArrayList<>(begun(ONE, SHOP));
        for (int order = 2; order <= count; order++) {
            events.add(refused());
            events.addAll(begun(ONE, SHOP));
        }
        return events;
    }
}
