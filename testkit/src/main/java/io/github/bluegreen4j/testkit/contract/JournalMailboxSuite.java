package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of the journal's suite about the mailbox. */
@SuppressWarnings("exports") // whoever inherits it brings JUnit
abstract class JournalMailboxSuite extends JournalAppendSuite {
    private static final Command ROLL_BACK = new Command.RollBack("it smells");
    private static final Command ABORT = new Command.Abort("fire drill");
    private static final Command PROCEED = new Command.Proceed("hook-id", TimeoutAction.CONTINUE);
    private static final Command SKIP = new Command.SkipBake();

    /** Submits what must be taken, in another process than the owner's. */
    private void taken(String commandId, Command command) {
        assertThat(fixture.elsewhere().submit(ONE, commandId, command))
                .as("whether %s was taken", commandId)
                .isTrue();
    }

    /** Protects from a command that is lost: whoever gives it, with or without a lease, the owner finds it. */
    @Test
    public final void commandsOfOtherProcessesAreFoundInTheirOrder() {
        kept(first(ONE, SHOP, claimed(SHOP, ENGINE)));
        taken("c-3", PROCEED);
        taken("c-1", SKIP);
        taken("c-2", ROLL_BACK);
        taken("c-4", ABORT);
        assertThat(read(ONE).mail())
                .as("mail")
                .containsExactly(
                        new Journal.Mail("c-3", PROCEED),
                        new Journal.Mail("c-1", SKIP),
                        new Journal.Mail("c-2", ROLL_BACK),
                        new Journal.Mail("c-4", ABORT));
        assertThat(read(ONE).head().hasMail()).as("whether there is mail").isTrue();
    }

    /** Protects from a command that waits until the deployment's next time, which may be in two weeks. */
    @Test
    public final void aDeploymentWithMailIsDueAtOnce() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(first(TWO, SHOP, fence));
        taken("c-1", ROLL_BACK);
        assertThat(due(SOON)).as("what is due").containsExactly(ONE);
        kept(consuming(extension(ONE, SHOP, 2, fence, entered(1)), "c-1"));
        assertThat(due(SOON)).as("what is due when the command is answered").isEmpty();
    }

    /** Protects from a pause that is continued twice because somebody's answer was lost. */
    @Test
    public final void aCommandThatIsSentAgainCountsOnce() {
        kept(first(ONE, SHOP, claimed(SHOP, ENGINE)));
        taken("c-1", PROCEED);
        taken("c-1", PROCEED);
        assertThat(read(ONE).mail()).as("mail").containsExactly(new Journal.Mail("c-1", PROCEED));
    }

    /** Protects from a command that is answered but not removed, or removed but not answered. */
    @Test
    public final void aCommandLeavesTheMailboxWithTheEventsThatAnswerIt() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        taken("c-1", PROCEED);
        taken("c-2", ROLL_BACK);
        lost(consuming(extension(ONE, SHOP, 9, fence, entered(1)), "c-1"), 2, fence);
        assertThat(read(ONE).mail()).as("mail after a lost extension").hasSize(2);
        kept(consuming(extension(ONE, SHOP, 2, fence, entered(1)), "c-1"));
        assertThat(read(ONE).mail()).as("mail").containsExactly(new Journal.Mail("c-2", ROLL_BACK));
        assertThat(read(ONE).events()).as("events").hasSize(3);
    }

    /** Protects from a command that comes late, again, and is answered a second time. */
    @Test
    public final void aCommandThatComesAgainAfterItWasAnsweredIsNotDeliveredAgain() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        taken("c-1", PROCEED);
        kept(consuming(extension(ONE, SHOP, 2, fence, entered(1)), "c-1"));
        taken("c-1", PROCEED);
        assertThat(read(ONE).mail()).as("mail").isEmpty();
        assertThat(due(SOON)).as("what is due").isEmpty();
    }

    /** Protects from one deployment's command that hides another's. */
    @Test
    public final void anIdCountsForItsDeploymentOnly() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(first(TWO, SHOP, fence));
        taken("c-1", PROCEED);
        assertThat(fixture.elsewhere().submit(TWO, "c-1", ABORT))
                .as("whether it was taken for the other")
                .isTrue();
        assertThat(read(ONE).mail()).as("mail of one").containsExactly(new Journal.Mail("c-1", PROCEED));
        assertThat(read(TWO).mail()).as("mail of the other").containsExactly(new Journal.Mail("c-1", ABORT));
    }

    /**
     * Protects from a user who believes to have rolled back what is over, and from a deployment that is over and is looked
     * at for ever, because nobody answers its mail any more.
     */
    @Test
    public final void whatHasEndedOrNeverWasTakesNoCommandAndIsNotDue() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        taken("c-1", SKIP);
        kept(waking(extension(ONE, SHOP, 2, fence, ended()), Optional.empty()));
        assertThat(fixture.elsewhere().submit(ONE, "c-2", ROLL_BACK))
                .as("whether what has ended takes a command")
                .isFalse();
        assertThat(fixture.elsewhere().submit(TWO, "c-1", ROLL_BACK))
                .as("whether what never was takes a command")
                .isFalse();
        assertThat(due(MUCH_LATER)).as("what is due").isEqualTo(List.of());
    }

    /**
     * Protects from a deployment that is ordered again after a refusal and that no engine deploys: an append with a time to wake
     * up opens what has ended.
     */
    @Test
    public final void aDeploymentThatWasRefusedIsOpenAgainWhenItIsOrderedAgain() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(waking(extension(ONE, SHOP, 2, fence, refused()), Optional.empty()));
        kept(first(TWO, SHOP, fence));

        orderedAgain(3, fence);

        Journal.Head open = new Journal.Head(ONE, SHOP, 5, fence, Optional.of(SOON), false);
        assertThat(read(ONE).head()).as("head").isEqualTo(open);
        assertThat(read(ONE).events()).as("events of both orders").isEqualTo(orders(2));
        assertThat(read(ONE).entryIds()).as("entry ids").hasSize(3);
        assertThat(fixture.elsewhere().list(Optional.of(SHOP)))
                .as("deployments of the service")
                .containsExactly(open, new Journal.Head(TWO, SHOP, 2, fence, Optional.of(MUCH_LATER), false));
        assertThat(due(SOON.minusMillis(1))).as("due before its time").isEmpty();
        assertThat(due(SOON)).as("due at its time").containsExactly(ONE);
    }

    /** Protects from a deployment that is ordered again after a refusal and can't be rolled back. */
    @Test
    public final void aDeploymentThatWasRefusedTakesCommandsAgainWhenItIsOrderedAgain() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        taken("c-1", PROCEED);
        kept(consuming(waking(extension(ONE, SHOP, 2, fence, refused()), Optional.empty()), "c-1"));
        orderedAgain(3, fence);

        taken("c-2", ROLL_BACK);
        assertThat(read(ONE).mail()).as("mail").containsExactly(new Journal.Mail("c-2", ROLL_BACK));
        assertThat(due(AT)).as("what is due").containsExactly(ONE);
        kept(consuming(extension(ONE, SHOP, 5, fence, entered(1)), "c-2"));
        assertThat(read(ONE).mail()).as("mail when the command is answered").isEmpty();
        assertThat(due(SOON)).as("what is due when the command is answered").isEmpty();
    }

    /** Protects from a deployment that is refused twice and then waits for ever, or is forgotten in part. */
    @Test
    public final void aDeploymentMayBeRefusedAndOrderedAgainMoreThanOnce() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        for (int order = 1; order <= 3; order++) {
            kept(waking(extension(ONE, SHOP, 3L * order - 1, fence, refused()), Optional.empty()));
            assertThat(due(MUCH_LATER))
                    .as("what is due after refusal %s", order)
                    .isEmpty();
            assertThat(read(ONE).head().wakeUp()).as("the time to wake up").isEmpty();
            orderedAgain(3L * order, fence);
            assertThat(due(SOON)).as("what is due after order %s", order + 1).containsExactly(ONE);
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

    private static DeploymentEvent refused() {
        return new ProgressEvent.DeploymentEnded(
                AT.plusSeconds(1),
                DeploymentStatus.STOPPED,
                "productionRoutes[0]: \"production\" does not exist",
                List.of(),
                List.of(),
                List.of());
    }

    /** What is read of a deployment that was ordered so many times, and refused each time but the last. */
    private static List<DeploymentEvent> orders(int count) {
        List<DeploymentEvent> events = new ArrayList<>(begun(ONE, SHOP));
        for (int order = 2; order <= count; order++) {
            events.add(refused());
            events.addAll(begun(ONE, SHOP));
        }
        return events;
    }

    private void orderedAgain(long version, long fence) {
        DeploymentEvent[] events = begun(ONE, SHOP).toArray(new DeploymentEvent[0]);
        kept(waking(extension(ONE, SHOP, version, fence, events), Optional.of(SOON)));
    }
}
