package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.spi.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The requirements on every {@link Journal}: entries, mailboxes, orders, deliveries to listeners, and fences. {@link
 * LeaseContract} has those on leases.
 */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class JournalContract extends JournalDeliverySuite {

    private static Journal.Line line(boolean stopped, String reason, String actor) {
        return new Journal.Line(
                stopped, reason, new Command.Origin(actor, Instant.parse("2026-03-01T12:00:00.123456789Z")));
    }

    /** Prevents a line that looks stopped, or resumed, because nobody has ever said anything. */
    @Test
    public final void aLineThatNobodyStoppedIsUnknown() {
        Journal.Line stopped = line(true, "checkout fails", "alice");
        assertThat(fixture.elsewhere().line()).as("the line at first").isEmpty();
        journal.changeLine(stopped);
        assertThat(fixture.elsewhere().line()).as("the line afterwards").contains(stopped);
    }

    /** Prevents an engine that writes although another process has stopped the line, with a reason that nobody can read. */
    @Test
    public final void whatWasSaidLastAboutTheLineIsReadEverywhereAtOnce() {
        Journal.Line stopped = line(true, "checkout fails: \"sums\" are wrong\n\u00e4\u4e2d", "alice@laptop");
        fixture.elsewhere().changeLine(stopped);
        assertThat(journal.line()).as("the stopped line").contains(stopped);
        Journal.Line again = line(true, "and refunds, too", "bob");
        journal.changeLine(again);
        assertThat(fixture.elsewhere().line())
                .as("the line that was stopped again")
                .contains(again);
        Journal.Line resumed = line(false, "", "carol");
        fixture.elsewhere().changeLine(resumed);
        assertThat(journal.line()).as("the resumed line").contains(resumed);
        journal.changeLine(resumed);
        assertThat(journal.line()).as("the line that was resumed twice").contains(resumed);
    }

    /** Prevents a line that stops only who has a lease, or that a deployment takes with it. */
    @Test
    public final void theLineBelongsToNoDeployment() {
        Journal.Line stopped = line(true, "checkout fails", "alice");
        long fence = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, fence));
        fixture.elsewhere().changeLine(stopped);
        kept(extension(ONE, SHOP, 2, fence, entered(1)));
        leasesRunOut();
        assertThat(journal.line()).as("the line").contains(stopped);
        assertThat(read(ONE).events()).as("the events of the deployment").hasSize(3);
        assertThat(fixture.elsewhere().list(Optional.empty()).stream().map(Journal.Head::deployment))
                .as("the deployments in the journal")
                .containsExactly(ONE);
    }

    private static Journal.Document document(String name, long version, boolean open, String text) {
        return new Journal.Document("test-note", name, version, open, text);
    }

    /** Prevents a change by a process that has not read what another process stored meanwhile. */
    @Test
    public final void aDocumentIsChangedOnlyFromTheVersionThatItsWriterRead() {
        assertThat(journal.document("test-note", "fleet"))
                .as("the document at first")
                .isEmpty();
        assertThat(journal.storeDocument(document("fleet", 2, true, "second")))
                .as("a second version without a first one")
                .isFalse();
        assertThat(journal.storeDocument(document("fleet", 1, true, "first")))
                .as("the first version")
                .isTrue();
        assertThat(fixture.elsewhere().storeDocument(document("fleet", 1, true, "of another process")))
                .as("the first version once more")
                .isFalse();
        assertThat(fixture.elsewhere().storeDocument(document("fleet", 3, true, "third")))
                .as("a version that leaves one out")
                .isFalse();
        assertThat(fixture.elsewhere().document("test-note", "fleet"))
                .as("the document")
                .contains(document("fleet", 1, true, "first"));
        assertThat(fixture.elsewhere().storeDocument(document("fleet", 2, false, "second")))
                .as("the second version")
                .isTrue();
        assertThat(journal.storeDocument(document("fleet", 2, true, "also second")))
                .as("the second version once more")
                .isFalse();
        assertThat(journal.document("test-note", "fleet"))
                .as("the changed document")
                .contains(document("fleet", 2, false, "second"));
    }

    /** Prevents that one process removes what another one has just changed, and that a removed name is of no use. */
    @Test
    public final void aDocumentIsRemovedOnlyAtTheVersionThatWasRead() {
        journal.storeDocument(document("fleet", 1, true, "first"));
        journal.storeDocument(document("fleet", 2, false, "second"));
        journal.storeDocument(document("other", 1, true, "of another name"));
        assertThat(fixture.elsewhere().removeDocument("test-note", "fleet", 1))
                .as("removed at an earlier version")
                .isFalse();
        assertThat(fixture.elsewhere().removeDocument("other-note", "fleet", 2))
                .as("removed a document of another kind")
                .isFalse();
        assertThat(journal.document("test-note", "fleet"))
                .as("the document before it is removed")
                .contains(document("fleet", 2, false, "second"));
        assertThat(fixture.elsewhere().removeDocument("test-note", "fleet", 2))
                .as("removed at the version that it has")
                .isTrue();
        assertThat(journal.removeDocument("test-note", "fleet", 2))
                .as("removed once more")
                .isFalse();
        assertThat(journal.document("test-note", "fleet"))
                .as("the removed document")
                .isEmpty();
        assertThat(journal.documents("test-note"))
                .as("the documents that are left")
                .containsExactly(document("other", 1, true, "of another name"));
        assertThat(journal.storeDocument(document("fleet", 3, true, "third")))
                .as("a later version of the removed document")
                .isFalse();
        assertThat(journal.storeDocument(document("fleet", 1, true, "anew")))
                .as("the first version of a new document with this name")
                .isTrue();
    }

    /** Prevents an engine that misses a rollout, or acts on one that has ended. */
    @Test
    public final void documentsOfAKindAreListedByNameAndOpenOnesAlone() {
        for (String name : List.of("b", "\ud83d\ude80", "a", "B", "\uffe5", "a#%/ b")) {
            assertThat(journal.storeDocument(document(name, 1, !name.equals("a"), "text of " + name)))
                    .as("stored %s", name)
                    .isTrue();
        }
        journal.storeDocument(new Journal.Document("other-note", "c", 1, true, "of another kind"));
        assertThat(fixture.elsewhere().documents("test-note").stream().map(Journal.Document::name))
                .as("the documents of the kind")
                .containsExactly("B", "a", "a#%/ b", "b", "\uffe5", "\ud83d\ude80");
        assertThat(fixture.elsewhere().openDocuments("test-note").stream().map(Journal.Document::name))
                .as("the open documents of the kind")
                .containsExactly("B", "a#%/ b", "b", "\uffe5", "\ud83d\ude80");
        assertThat(journal.documents("other-note"))
                .as("the documents of the other kind")
                .containsExactly(new Journal.Document("other-note", "c", 1, true, "of another kind"));
        assertThat(journal.documents("no-note")).as("documents of no kind").isEmpty();
        journal.storeDocument(document("b", 2, false, "closed"));
        assertThat(journal.openDocuments("test-note").stream().map(Journal.Document::name))
                .as("the open documents after one was closed")
                .doesNotContain("b")
                .hasSize(4);
    }

    /** Prevents a text that is cut or changed on its way. */
    @Test
    public final void theLongestDocumentIsReadAsItWasStored() {
        String line = "{\"text\": \"it's \u00e4\u4e2d\ud83d\ude80 \\ %_\"}\n\t";
        String text = line.repeat(Journal.Document.MAX_TEXT_BYTES / line.getBytes(StandardCharsets.UTF_8).length);
        Journal.Document longest = document("long", 1, true, text);
        assertThat(journal.storeDocument(longest)).as("stored").isTrue();
        assertThat(fixture.elsewhere().document("test-note", "long").map(Journal.Document::text))
                .as("the text")
                .contains(text);
        assertThat(journal.storeDocument(document("empty", 1, true, "")))
                .as("stored an empty one")
                .isTrue();
        assertThat(journal.document("test-note", "empty").map(Journal.Document::text))
                .as("the empty text")
                .contains("");
    }

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
