package io.github.bluegreen4j.console;

import static io.github.bluegreen4j.console.PageReader.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line is stopped and resumed through the console, and what it and policies hold says so. */
class ConsoleLineTest {
    private static final DeploymentId ID = new DeploymentId("d-1");

    private final ConsoleWorld world = new ConsoleWorld();
    private final Console console = Console.builder()
            .journal(world.journal())
            .actors(request -> request.header("x-user").map(Actor::new))
            .poll(Duration.ofMillis(50))
            .time(world.time())
            .build();

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private PageReader reader(String who) {
        return new PageReader(console).with("X-User", who);
    }

    /** The form of the page of the line, with the cookie that came with it. */
    private static Map<String, String> form(PageReader reader, String reason) {
        ConsoleResponse response = reader.get("/line");
        String page = PageReader.text(response);
        Optional.ofNullable(response.headers().get("Set-Cookie"))
                .ifPresent(cookie -> reader.with("Cookie", cookie.split(";", 2)[0]));
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")
                .matcher(page);
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2).replace("&#39;", "'"));
        }
        form.put("reason", reason);
        return form;
    }

    private Optional<Journal.Line> line() {
        return world.journal().line();
    }

    private static void eventually(BooleanSupplier holds) {
        Eventually.get(holds::getAsBoolean, held -> held, Duration.ofMinutes(1));
    }

    private String page() {
        return reader("alice").page(address(ID.value()));
    }

    @Test
    void theLineIsStoppedAndResumedAndWhatItHoldsSaysSo() {
        world.deploy(ID.value(), "checkout");
        PageReader alice = reader("alice");

        ConsoleResponse stopped = alice.post("/command", form(alice, " checkout <fails> "));

        assertThat(stopped.status()).isEqualTo(303);
        assertThat(stopped.headers()).containsEntry("Location", "line");
        assertThat(line()).hasValueSatisfying(said -> {
            assertThat(said.stopped()).isTrue();
            assertThat(said.reason()).isEqualTo("checkout <fails>");
            assertThat(said.by().actor()).isEqualTo("alice");
        });
        world.advance(Duration.ofMinutes(15));
        assertThat(page())
                .contains(
                        "<b>The line is stopped</b> by alice since <time",
                        ": checkout &lt;fails&gt;</p>",
                        "<a class=\"button go\" href=\"line\">Resume the line</a>",
                        "(last seen: the line is stopped by alice",
                        "Ends before if every policy lets green get more weight, and the line runs.")
                .doesNotContain("<fails>");

        PageReader bob = reader("bob");
        eventually(() -> bob.page("/").contains("<b>The line is stopped</b> by alice"));
        assertThat(bob.post("/command", form(bob, "")).status()).isEqualTo(303);

        assertThat(line()).hasValueSatisfying(said -> assertThat(said.stopped()).isFalse());
        assertThat(bob.page("/line")).contains("The line runs", "<b>Resumed</b> by bob");
        world.advance(Duration.ofMinutes(3));
        assertThat(page()).doesNotContain("The line is stopped</b>").contains("10 % green");
    }

    @Test
    void thePageOfADeploymentSaysWhatAPolicyRefusesAndUntilWhen() {
        Instant monday = Instant.parse("2026-03-02T06:00:00Z");
        world.policy(PolicyAnswer.no("the weekend is frozen", monday));
        world.deploy(ID.value(), "checkout");
        world.advance(Duration.ofMinutes(15));

        assertThat(page())
                .contains(
                        "(last seen: change-calendar: the weekend is frozen, until"
                                + " <time datetime=\"2026-03-02T06:00:00Z\">",
                        "Ends before if every policy lets green get more weight, and the line runs.")
                .doesNotContain("The line is stopped");
        eventually(() -> reader("alice").page("/").contains("change-calendar: the weekend is frozen"));

        world.policy(PolicyAnswer.yes());
        world.advance(Duration.ofMinutes(3));
        assertThat(page()).doesNotContain("last seen: change-calendar").contains("10 % green");
    }

    @Test
    void anOpenFirstPageIsToldThatTheLineIsStopped() throws InterruptedException {
        ConsoleResponse response = reader("alice").get("/fleet-events");
        EventStream stream = response.stream().orElseThrow();
        StringBuilder received = new StringBuilder();
        CountDownLatch told = new CountDownLatch(1);
        stream.onChange(() -> {
            synchronized (received) {
                if (received.append(stream.poll()).indexOf("<b>The line is stopped</b> by carol") >= 0) {
                    told.countDown();
                }
            }
        });
        eventually(() -> {
            synchronized (received) {
                return received.length() > 0;
            }
        });

        Deployments.in(world.journal()).by("carol").stopTheLine("all is on fire");

        assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
        stream.close();
    }

    @Test
    void whoMayOnlyReadIsToldWhyAndStopsNothing() {
        PageReader alice = reader("alice");
        Map<String, String> form = form(alice, "because");

        assertThat(alice.without("X-User").post("/command", form).status()).isEqualTo(403);

        assertThat(line()).isEmpty();
        assertThat(alice.page("/")).contains("You may read, but not give commands.", "disabled");
        assertThat(alice.page("/line"))
                .contains("You may read, but not give commands.")
                .doesNotContain("<form");
        try (Console readOnly = Console.builder().journal(world.journal()).build()) {
            assertThat(new PageReader(readOnly).page("/line"))
                    .contains("This console is read-only.")
                    .doesNotContain("<form");
        }
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, cross-site", "Origin, https://evil.example", "Cookie, other=1"})
    void anotherSiteStopsNothing(String header, String value) {
        PageReader alice = reader("alice");
        Map<String, String> form = form(alice, "because");

        assertThat(alice.with(header, value).post("/command", form).status()).isEqualTo(403);

        assertThat(line()).isEmpty();
    }

    @Test
    void aStopWithoutAReasonIsRefused() {
        PageReader alice = reader("alice");

        assertThat(alice.post("/command", form(alice, "  ")).status()).isEqualTo(400);

        assertThat(line()).isEmpty();
    }

    @Test
    void nobodyResumesALineThatWasStoppedAnewMeanwhile() {
        Deployments.in(world.journal()).by("carol").stopTheLine("the first fire");
        PageReader alice = reader("alice");
        Map<String, String> form = form(alice, "it is out");
        Deployments.in(world.journal()).by("dave").stopTheLine("the second fire");

        ConsoleResponse late = alice.post("/command", form);

        assertThat(late.status()).isEqualTo(409);
        assertThat(PageReader.text(late)).contains("stopped by dave", "the second fire");
        assertThat(line()).hasValueSatisfying(said -> assertThat(said.stopped()).isTrue());
    }
}
