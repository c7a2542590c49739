package io.github.bluegreen4j.console;

import static io.github.bluegreen4j.console.PageReader.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say about deployments that really ran. */
class ConsolePagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ConsoleWorld WORLD = new ConsoleWorld();

    @BeforeAll
    static void thereIsAFleet() {
        WORLD.prepareFleet();
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Console console(Journal journal) {
        return Console.builder()
                .journal(journal)
                .actors(request -> Optional.of(new Actor("alice")))
                .time(WORLD.time())
                .poll(Duration.ofMillis(50))
                .title("Deployments of prod")
                .build();
    }

    /** The first page as soon as it has been read. */
    private static String fleet(PageReader reader) {
        return Eventually.get(() -> reader.page("/"), page -> !page.contains("The journal is being read"), PATIENCE);
    }

    private static List<DeploymentEvent> history(String id) {
        return WORLD.journal().read(new DeploymentId(id)).orElseThrow().events();
    }

    private static String line(String page, String id) {
        return Stream.of(page.split("<li id=\"", -1))
                .filter(line -> line.contains("deployment?id=" + id + "\""))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not in " + page));
    }

    @Test
    void theFirstPageHasALineForEachDeploymentWithWhatItWaitsFor() {
        try (Console console = console(WORLD.journal())) {
            String page = fleet(new PageReader(console));

            assertThat(line(page, "d-1007"))
                    .contains("prod/checkout", "checkout:42", "PRE_<wbr>PRODUCTION_<wbr>TRAFFIC_<wbr>SHIFT")
                    .contains("answer to the pause", "0 % green", "good", "the deployment rolls back");
            assertThat(line(page, "d-1004"))
                    .contains("ROLLBACK_<wbr>IN_<wbr>PROGRESS", "ALARM", "data-kind=\"trouble\"");
            assertThat(line(page, "d-1006")).contains("40 % green", "step 2", "the end of the bake");
            assertThat(line(page, "d-1010")).contains("its turn", "data-kind=\"turn\"");
            assertThat(line(page, "d-1002")).contains("ROLLBACK_<wbr>SUCCESSFUL", "in ALARM: billing-5xx", "ended ");
            assertThat(page).contains("<b>1</b> in trouble", "<b>1</b> needs a person", "<b>2</b> ended");
            assertThat(page.indexOf("d-1004")).as("trouble comes first").isLessThan(page.indexOf("d-1003"));
        }
    }

    @Test
    void aFilterInTheAddressLeavesOutTheOtherLines() {
        try (Console console = console(WORLD.journal())) {
            PageReader reader = new PageReader(console);
            fleet(reader);

            assertThat(reader.page("/?q=CHECK&kind=person"))
                    .contains("id=d-1007\"")
                    .doesNotContain("id=d-1010\"");
            assertThat(reader.page("/?q=nobody"))
                    .doesNotContain("<li id=")
                    .doesNotContain("id=\"nothing\" class=\"muted\" hidden");
        }
    }

    @Test
    void thePageOfADeploymentSaysWhetherProductionIsSafeAndWhatItWaitsFor() {
        try (Console console = console(WORLD.journal())) {
            PageReader reader = new PageReader(console);

            assertThat(reader.page(address("d-1007")))
                    .contains(
                            "Production is safe, all of it on blue.", "A person&#39;s answer to the pause", "as alice")
                    .contains("ordered <time", "by release-job", "registry/checkout:2.8.1", "checkout:41", "checkout-a")
                    .contains("Watched alarms: checkout-5xx", "<svg", "The deployment pauses until somebody answers");
            assertThat(reader.page(address("d-1004"))).contains("Production is being restored.", "An alarm is active.");
            assertThat(reader.page(address("d-1001")))
                    .contains("Production is on green, and the deployment is complete.");
            assertThat(reader.page(address("d-1002"))).contains("Production is on blue, as before the deployment.");
        }
    }

    /** Also the versions in the middle of an append, at which nobody ever looked. */
    @Test
    void everyVersionOfEveryDeploymentIsShownAsItWasWithTheCommandsOfThatMoment() {
        try (Console console = console(WORLD.journal())) {
            PageReader reader = new PageReader(console);
            for (Journal.Head head : WORLD.journal().list(Optional.empty())) {
                List<DeploymentEvent> events = history(head.deployment().value());
                for (int version = 1; version <= events.size(); version++) {
                    String page = reader.page(address(head.deployment().value()) + "&v=" + version);
                    DeploymentSnapshot then = DeploymentSnapshot.of(events.subList(0, version));

                    assertThat(page).contains("version " + version + " of " + events.size(), "This is the past");
                    assertThat(PageReader.commands(page))
                            .hasSameSizeAs(then.explanation().commands())
                            .allSatisfy(command -> assertThat(command.enabled()).isFalse());
                    assertThat(PageReader.commands(page).stream()
                                    .filter(PageReader.Offered::allowed)
                                    .count())
                            .isEqualTo(then.explanation().commands().stream()
                                    .filter(Explanation.Possibility::allowed)
                                    .count());
                }
            }
        }
    }

    @Test
    void theButtonsAreThoseThatTheWorkflowAcceptsAndTheOthersSayWhy() {
        try (Console console = console(WORLD.journal())) {
            PageReader reader = new PageReader(console);
            for (Journal.Head head : WORLD.journal().list(Optional.empty())) {
                String id = head.deployment().value();
                List<PageReader.Offered> offered = PageReader.commands(reader.page(address(id)));

                assertThat(offered).allSatisfy(command -> {
                    assertThat(command.enabled()).isEqualTo(command.allowed());
                    assertThat(command.why()).isNotBlank();
                });
                assertThat(offered.stream().filter(PageReader.Offered::enabled).count())
                        .isEqualTo(DeploymentSnapshot.of(history(id)).explanation().commands().stream()
                                .filter(Explanation.Possibility::allowed)
                                .count());
            }
            assertThat(PageReader.commands(reader.page(address("d-1007"))))
                    .extracting(PageReader.Offered::name)
                    .containsExactly("continue", "reject", "skip-bake", "rollback", "abort");
            assertThat(PageReader.commands(reader.page(address("d-1003"))))
                    .filteredOn(command -> command.name().equals("continue"))
                    .singleElement()
                    .satisfies(command -> assertThat(command.why()).isEqualTo("No pause is open."));
        }
    }

    @Test
    void aConsoleIsReadOnlyUnlessTheHostSaysWhoMayAct() {
        try (Console console = Console.builder().journal(WORLD.journal()).build()) {
            String page = new PageReader(console).page(address("d-1007"));

            assertThat(PageReader.commands(page)).hasSize(5).noneMatch(PageReader.Offered::enabled);
            assertThat(page).contains("This console is read-only.").doesNotContain("method=\"post\"");
        }
        try (Console console = Console.builder()
                .journal(WORLD.journal())
                .actors(request -> request.principal().map(Actor::new))
                .build()) {
            assertThat(new PageReader(console).page(address("d-1007")))
                    .contains("You may read, but not give commands.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/deployment?id=d-1007",
                "/deployment?id=d-1004&v=20&all=1",
                "/deployment?id=nobody",
                "/x",
                "/command"
            })
    void everyResponseKeepsThePageToItself(String address) {
        try (Console console = console(WORLD.journal())) {
            PageReader reader = new PageReader(console);
            fleet(reader);
            ConsoleResponse response = reader.get(address);

            assertThat(response.headers())
                    .containsEntry("Content-Security-Policy", Responses.POLICY)
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("Cache-Control", "no-store");
            assertThat(Responses.POLICY).doesNotContain("unsafe").doesNotContain("http");
            assertThat(PageReader.text(response))
                    .doesNotContainPattern(Pattern.compile("<[^>]*\\s(style|on[a-z]+)=", Pattern.CASE_INSENSITIVE))
                    .doesNotContainPattern("<script(?! src=\"static/)")
                    .doesNotContainPattern("<style")
                    .doesNotContainPattern("(src|href|action)=\"(https?:)?//");
        }
    }

    @Test
    void whatDoesNotExistIsSaidSo() {
        try (Console console = console(WORLD.journal())) {
            PageReader reader = new PageReader(console);

            assertThat(reader.get("").status()).isEqualTo(307);
            assertThat(reader.get("").headers()).containsEntry("Location", "deployments/");
            assertThat(reader.get("/deployment?id=nobody").status()).isEqualTo(404);
            assertThat(reader.get("/deployment").status()).isEqualTo(400);
            assertThat(reader.get("/static/x.js").status()).isEqualTo(404);
            assertThat(reader.get("/command").status()).isEqualTo(405);
            assertThat(reader.send("DELETE", "/", "").status()).isEqualTo(405);
        }
    }

    @Test
    void allStaticFilesTogetherHaveAtMostSixtyKilobytesCompressed() {
        try (Console console = console(WORLD.journal())) {
            PageReader reader = new PageReader(console).with("Accept-Encoding", "gzip");
            int bytes = 0;
            for (Assets.Asset asset : List.of(Assets.style(), Assets.script(), Assets.icon())) {
                ConsoleResponse response = reader.get("/" + asset.address());
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.headers().get("Cache-Control")).contains("immutable");
                bytes += response.body().length;
            }
            assertThat(bytes).isLessThan(60 * 1024);
        }
    }

    // What may contain anything

    @Test
    void nothingThatAJournalOrAHookSaysBecomesMarkup() {
        String hostile = ConsoleWorld.HOSTILE_NAME;
        try (ConsoleWorld world = new ConsoleWorld()) {
            // Names are one line; everything else is what it likes to be.
            world.deploy(
                    "hostile",
                    hostile,
                    spec -> spec.hook(LifecycleStage.PRE_SCALE_UP, hostile)
                            .pause(LifecycleStage.PRE_SCALE_UP, Duration.ofHours(1), TimeoutAction.ROLLBACK)
                            .waive(hostile, hostile),
                    hostile);
            world.advance(Duration.ofMinutes(1));
            Deployments.in(world.journal()).by(hostile).rollBack(new DeploymentId("hostile"), ConsoleWorld.HOSTILE);
            world.advance(Duration.ofMinutes(1));
            try (Console console = Console.builder()
                    .journal(world.journal())
                    .engine(world.engine())
                    .actors(request -> Optional.of(new Actor(hostile)))
                    .title(hostile)
                    .build()) {
                PageReader reader = new PageReader(console);
                int versions = world.journal()
                        .read(new DeploymentId("hostile"))
                        .orElseThrow()
                        .events()
                        .size();

                assertHarmless(fleet(reader));
                assertHarmless(
                        reader.page("/?q=" + PageReader.encoded(hostile) + "&kind=" + PageReader.encoded(hostile)));
                assertHarmless(reader.page("/deployment?id=" + PageReader.encoded(ConsoleWorld.HOSTILE + "x")));
                assertHarmless(reader.page(ConsoleWorld.HOSTILE));
                for (int version = 1; version <= versions; version++) {
                    assertHarmless(reader.page(address("hostile") + "&all=1&v=" + version));
                }
                assertHarmless(reader.page(address("hostile") + "&sent=" + PageReader.encoded(hostile)));
                assertThat(versions).isGreaterThan(5);
                assertThat(reader.page(address("hostile")))
                        .as("service, revision, actor, hook, reason")
                        .contains("prod/&lt;img src=x", "by &lt;img src=x")
                        .contains("&lt;script&gt;alert(2)");
                for (String stream : List.of("/fleet-events?since=x", "/fleet-events?since=" + epoch(reader) + "-0")) {
                    assertHarmless(events(reader, stream));
                }
                assertHarmless(events(reader, "/deployment-events?since=0&id=hostile"));
            }
        }
    }

    private static String epoch(PageReader reader) {
        return reader.page("/").replaceAll("(?s).*since=([0-9a-f]+)-.*", "$1");
    }

    private static String events(PageReader reader, String address) {
        try (EventStream stream = reader.get(address).stream().orElseThrow()) {
            String events = stream.poll();
            assertThat(events.lines()).allMatch(line -> line.isEmpty() || line.matches("(id|event|data): .*"));
            return events;
        }
    }

    private static void assertHarmless(String page) {
        assertThat(page)
                .doesNotContain(
                        "<img", "<script>", "onerror=alert(1)>", "</section>\"", "\u202E", "\u2028", "\"'&amp;<");
        if (!page.startsWith("event:") && !page.startsWith("id:")) {
            assertThat(page).contains("<main");
        }
    }

    // A journal that fails

    @Test
    void aJournalThatCannotBeReadIsReportedAndReadAgain() {
        AtomicBoolean away = new AtomicBoolean();
        Journal journal = new ForwardingJournal(WORLD.journal()) {
            @Override
            protected void before(String operation) {
                if (away.get()) {
                    throw new PortException(new Problem(Problem.Kind.UNAVAILABLE, operation, "journal", "<b>away</b>"));
                }
            }
        };
        try (Console console = console(journal)) {
            PageReader reader = new PageReader(console);
            fleet(reader);
            away.set(true);

            String page = Eventually.get(() -> reader.page("/"), text -> text.contains("can't be read"), PATIENCE);
            assertThat(page).contains("&lt;b&gt;away", "This page shows what was read at", "id=d-1007\"");
            assertThat(reader.get(address("d-1007")).status()).isEqualTo(503);
            away.set(false);
            Eventually.get(() -> reader.page("/"), text -> !text.contains("can't be read"), PATIENCE);
        }
    }

    @Test
    void aDeploymentThatCannotBeDecodedHidesNoOther() {
        Journal journal = new ForwardingJournal(WORLD.journal()) {
            @Override
            public List<ReadResult> readAll(List<DeploymentId> deployments) {
                return super.readAll(deployments).stream()
                        .map(result -> result.deployment().value().equals("d-1005")
                                ? ReadResult.refused(
                                        result.deployment(),
                                        new Problem(Problem.Kind.REFUSED, "read", "d-1005", "event 3 is <b>odd</b>"))
                                : result)
                        .toList();
            }

            @Override
            public List<Head> list(Optional<ServiceRef> service) {
                return super.list(service);
            }
        };
        try (Console console = console(journal)) {
            String page = fleet(new PageReader(console));

            assertThat(line(page, "d-1005"))
                    .contains("This deployment can't be read.", "&lt;b&gt;odd", "data-kind=\"trouble\"");
            assertThat(line(page, "d-1006")).contains("40 % green");
        }
    }
}
