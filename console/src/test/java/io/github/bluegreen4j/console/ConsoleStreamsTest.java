package io.github.bluegreen4j.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent to pages that are open. */
class ConsoleStreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConsoleWorld world = new ConsoleWorld();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Journal counted = new ForwardingJournal(world.journal()) {
        @Override
        protected void before(String operation) {
            calls.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        }
    };
    private final Console console = Console.builder()
            .journal(counted)
            .time(world.time())
            .poll(Duration.ofMillis(50))
            .build();
    private final PageReader reader = new PageReader(console);

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private void rollBack(String id) {
        assertThat(world.engine().find(new DeploymentId(id)).orElseThrow().rollBack("why"))
                .isNotNull();
    }

    private int calls(String operation) {
        return calls.getOrDefault(operation, new AtomicInteger()).get();
    }

    private void fleet() {
        world.deploy("d-1", "checkout");
        world.deploy("d-2", "search", ConsoleWorld.paused());
        world.advance(Duration.ofMinutes(5));
        Eventually.get(() -> reader.page("/"), page -> page.contains("id=d-2\""), PATIENCE);
    }

    private EventStream stream() {
        String address = reader.page("/").replaceAll("(?s).*data-stream=\"(fleet-events[^\"]*)\".*", "/$1");
        return stream(address);
    }

    private EventStream stream(String address) {
        return reader.get(address).stream().orElseThrow();
    }

    /** Waits for at least that many more polls of the journal. */
    private void polls(int more) {
        int before = calls("list");
        Eventually.get(() -> calls("list"), now -> now >= before + more, PATIENCE);
    }

    @Test
    void onlyTheLineThatHasChangedIsSent() {
        fleet();
        try (EventStream stream = stream()) {
            assertThat(stream.poll()).isEmpty();
            polls(3);
            assertThat(stream.poll()).as("nothing has changed").isEmpty();

            rollBack("d-1");
            world.advance(Duration.ofSeconds(2));
            String sent = Eventually.get(stream::poll, text -> text.contains("ROLLBACK"), PATIENCE);

            assertThat(sent)
                    .contains("event: line", "id=d-1\"", "event: part", "in trouble")
                    .doesNotContain("id=d-2\"");
            assertThat(sent).startsWith("id: ");
        }
    }

    @Test
    void allTabsShareOnePollAndEachChangeIsReadOnce() {
        fleet();
        try (EventStream one = stream();
                EventStream other = stream()) {
            one.onChange(() -> {});
            other.onChange(() -> {});
            polls(3);
            int before = calls("readAll");
            polls(3);
            assertThat(calls("readAll")).as("nothing has changed").isEqualTo(before);

            rollBack("d-1");
            world.advance(Duration.ofSeconds(2));
            Eventually.get(one::poll, text -> text.contains("ROLLBACK"), PATIENCE);
            Eventually.get(other::poll, text -> text.contains("ROLLBACK"), PATIENCE);
            assertThat(calls("readAll") - before).isBetween(1, 2);
            assertThat(calls("read")).isZero();
        }
    }

    @Test
    void aStreamThatWasInterruptedGoesOnWhereItWas() {
        fleet();
        String address =
                "/fleet-events?since=" + reader.page("/").replaceAll("(?s).*since=([0-9a-f]+-[0-9]+)\".*", "$1");
        rollBack("d-1");
        world.advance(Duration.ofSeconds(2));
        polls(3);

        try (EventStream again = reader.get(address).stream().orElseThrow()) {
            assertThat(again.poll()).contains("id=d-1\"").doesNotContain("id=d-2\"");
        }
        try (EventStream elsewhere =
                reader.get("/fleet-events?since=00000000-7").stream().orElseThrow()) {
            assertThat(elsewhere.poll()).as("another console, or a new one").contains("event: reload");
        }
    }

    @Test
    void aPageOfADeploymentGetsTheSectionsThatHaveChanged() {
        fleet();
        long version = world.journal()
                .read(new DeploymentId("d-2"))
                .orElseThrow()
                .head()
                .version();
        try (EventStream stream = reader.get("/deployment-events?id=d-2&since=" + version).stream()
                .orElseThrow()) {
            stream.onChange(() -> {});
            assertThat(stream.poll()).isEmpty();
            polls(3);
            assertThat(stream.poll()).isEmpty();

            rollBack("d-2");
            world.advance(Duration.ofSeconds(1));
            String sent = Eventually.get(stream::poll, text -> !text.isEmpty(), PATIENCE);

            assertThat(sent).contains("<section id=\"head\">", "ROLLBACK", "<section id=\"story\">");
        }
    }

    /** The engine's own knowledge changes without an event. */
    @Test
    void aPageWithAnEngineShowsItsTaskCounts() {
        world.deploy("d-1", "checkout");
        world.advance(Duration.ofSeconds(20));
        try (Console live = Console.builder()
                .journal(world.journal())
                .engine(world.engine())
                .time(world.time())
                .build()) {
            assertThat(new PageReader(live).page("/deployment?id=d-1")).contains("0 of 4 running, 4 starting");
            world.advance(Duration.ofMinutes(1));
            assertThat(new PageReader(live).page("/deployment?id=d-1")).contains("4 of 4 running");
        }
    }

    @Test
    void aConsoleThatIsClosedEndsItsStreams() {
        fleet();
        AtomicInteger told = new AtomicInteger();
        try (EventStream stream = stream()) {
            stream.onChange(told::incrementAndGet);
            int before = told.get();
            console.close();

            assertThat(stream.isClosed()).isTrue();
            assertThat(told.get()).isGreaterThan(before);
        }
    }

    @Test
    void noMoreThanFiveHundredPagesAreFollowed() {
        fleet();
        List<EventStream> streams = new ArrayList<>();
        while (streams.size() < 500) {
            EventStream stream = stream("/fleet-events?since=x");
            stream.onChange(() -> {});
            streams.add(stream);
        }

        assertThat(reader.get("/fleet-events?since=x").status()).isEqualTo(503);
        assertThat(reader.get("/").status()).isEqualTo(200);
        streams.forEach(EventStream::close);
        assertThat(reader.get("/fleet-events?since=x").status()).isEqualTo(200);
    }

    /** What is urgent comes first, which lines that arrive one by one do not. */
    @Test
    void aPageThatWasMadeBeforeTheFirstReadingIsLoadedAgainAfterIt() {
        fleet();
        try (Console fresh = Console.builder().journal(counted).build();
                EventStream early = new PageReader(fresh)
                        .get("/fleet-events?since=x-none").stream().orElseThrow()) {
            String sent = Eventually.get(early::poll, text -> !text.isEmpty(), PATIENCE);

            assertThat(sent).contains("event: reload").doesNotContain("event: line");
            assertThat(early.poll()).doesNotContain("reload");
        }
    }
}
