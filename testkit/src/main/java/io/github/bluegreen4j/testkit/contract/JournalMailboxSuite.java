package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of the journal's suite about the mailbox. */
@SuppressWarnings("exports")
public // subclasses depend on JUnit
abstract class JournalMailboxSuite extends JournalAppendSuite {
    static final Command ROLL_BACK = new Command.RollBack("it smells");
    static final Command ABORT = new Command.Abort("fire drill");
    static final Command PROCEED = new Command.Proceed("hook-id", TimeoutAction.CONTINUE);
    static final Command SKIP = new Command.SkipBake();

    /** Submits a command from another process than the owner's. It must be accepted. */
    void taken(String commandId, Command command) {
        assertThat(fixture.elsewhere().submit(ONE, commandId, command))
                .as("whether %s was taken", commandId)
                .isTrue();
    }

    /** Prevents a lost command: the owner finds every command, whoever submitted it, with or without a lease. */
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

    /** Prevents commands whose sender and time are unknown. */
    @Test
    public final void whoGaveACommandAndWhenIsKept() {
        Command.Origin alice = new Command.Origin("alice@laptop", SOON.plusNanos(1_000));
        List<Command> signed = List.of(PROCEED.from(alice), SKIP.from(alice), ROLL_BACK.from(alice), ABORT.from(alice));
        kept(first(ONE, SHOP, claimed(SHOP, ENGINE)));
        signed.forEach(command -> taken("c-" + command.getClass().getSimpleName(), command));
        assertThat(read(ONE).mail().stream().map(Journal.Mail::command).toList())
                .as("commands in the mailbox")
                .isEqualTo(signed);
    }

    /** Prevents names that the model accepts and the storage rejects, which the engine would retry for ever. */
    @Test
    public final void namesAsLongAsTheyMayBeAreStored() {
        String half = "\uD83D\uDE80".repeat(124);
        String longest = "\uD83D\uDE80".repeat(250);
        ServiceRef service = new ServiceRef(half, half);
        kept(first(ONE, service, claimed(service, ENGINE)));
        taken(longest, SKIP);
        journal.delivered(ONE, longest, 1);

        assertThat(read(ONE).head().service()).as("service").isEqualTo(service);
        assertThat(read(ONE).mail()).as("mail").containsExactly(new Journal.Mail(longest, SKIP));
        assertThat(read(ONE).delivered()).as("deliveries").containsEntry(longest, 1L);
        assertThat(fixture.elsewhere().list(Optional.of(service)))
                .as("deployments of the service")
                .hasSize(1);
    }

    /** Prevents a command that waits until the deployment's next timer, which may fire in two weeks. */
    @Test
    public final void whatIsDueSaysWhetherThereIsMail() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(first(TWO, SHOP, fence));
        taken("c-1", ROLL_BACK);
        assertThat(dueWithMail()).as("what is due with mail").containsExactly(ONE);
        kept(consuming(extension(ONE, SHOP, 2, fence, entered(1)), "c-1"));
        assertThat(dueWithMail())
                .as("what is due with mail when the command is answered")
                .isEmpty();
    }

    /** Prevents a pause that is continued twice because the answer to the first command was lost. */
    @Test
    public final void aCommandThatIsSentAgainCountsOnce() {
        kept(first(ONE, SHOP, claimed(SHOP, ENGINE)));
        taken("c-1", PROCEED);
        taken("c-1", PROCEED);
        assertThat(read(ONE).mail()).as("mail").containsExactly(new Journal.Mail("c-1", PROCEED));
    }

    /** Prevents a command that is answered but not removed, or removed but not answered. */
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

    /** Prevents a late repetition of a command from being answered a second time. */
    @Test
    public final void aCommandThatComesAgainAfterItWasAnsweredIsNotDeliveredAgain() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        taken("c-1", PROCEED);
        kept(consuming(extension(ONE, SHOP, 2, fence, entered(1)), "c-1"));
        taken("c-1", PROCEED);
        assertThat(read(ONE).mail()).as("mail").isEmpty();
        assertThat(dueWithMail()).as("what is due with mail").isEmpty();
    }

    /** Prevents a rollback that is overlooked because many mailboxes are read at once. */
    @Test
    public final void theMailboxesOfManyAreReadAtOnce() {
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        kept(first(TWO, SHOP, fence));
        taken("c-2", PROCEED);
        taken("c-1", SKIP);
        taken("c-3", ROLL_BACK);
        kept(consuming(extension(ONE, SHOP, 2, fence, entered(1)), "c-1"));
        assertThat(journal.mail(List.of(TWO, THREE, ONE)))
                .as("mail of one that has none, of one that never was, and of one with commands")
                .isEqualTo(List.of(
                        List.of(),
                        List.of(),
                        List.of(new Journal.Mail("c-2", PROCEED), new Journal.Mail("c-3", ROLL_BACK))));
        assertThat(journal.mail(List.of())).as("mail of nobody").isEmpty();
    }

    /** Prevents a command of one deployment from hiding another's. */
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
     * Prevents a user from believing that an ended deployment was rolled back. Also prevents an ended deployment that
     * engines poll for ever because nothing answers its commands.
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
        assertThat(due()).as("what is due").isEqualTo(List.of());
    }
}
