package io.github.bluegreen4j.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.rollout.RolloutDriver;
import io.github.bluegreen4j.rollout.RolloutEvent;
import io.github.bluegreen4j.rollout.RolloutSpec;
import io.github.bluegreen4j.rollout.RolloutStatus;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rollouts are read and steered through the console. */
class ConsoleRolloutsTest {
    private static final String ID = "release-42";
    private static final String PAGE = "/rollout?id=" + ID;

    private final ConsoleWorld world = new ConsoleWorld();
    private final Rollouts rollouts = Rollouts.in(world.journal(), world.time()).by("release-job");
    private final Console console = Console.builder()
            .journal(world.journal())
            .rollouts(rollouts)
            .actors(request -> request.header("x-user").map(Actor::new))
            .poll(Duration.ofMillis(50))
            .time(world.time())
            .build();
    private final RolloutDriver driver =
            RolloutDriver.builder(world.engine(), rollouts).driven();

    @AfterEach
    void close() {
        driver.close();
        console.close();
        world.close();
    }

    private PageReader reader(String who) {
        return new PageReader(console).with("X-User", who);
    }

    private static DeploymentSpec spec(String name) {
        return DeploymentSpec.blueGreen(ConsoleWorld.service(name))
                .revision(name + ":42")
                .productionRoute(name)
                .testRoute(name + "-test")
                .targetGroups(name + "-a", name + "-b")
                .bakeTime(Duration.ofMinutes(10))
                .build();
    }

    private void started() {
        world.prepare(List.of("cart", "checkout"));
        rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("canary", List.of(spec("cart"))).soak(Duration.ofMinutes(30)))
                        .wave(RolloutSpec.wave("<all>", List.of(spec("checkout"))))
                        .build());
        pass(Duration.ofMinutes(2));
    }

    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(20)) {
            driver.poll();
            world.advance(Duration.ofSeconds(20));
        }
        driver.poll();
    }

    /** The fields of the form of the rollout's page, with the cookie that came with it. */
    private static Map<String, String> form(PageReader reader, String command, String reason) {
        ConsoleResponse response = reader.get(PAGE);
        Optional.ofNullable(response.headers().get("Set-Cookie"))
                .ifPresent(cookie -> reader.with("Cookie", cookie.split(";", 2)[0]));
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")
                .matcher(PageReader.text(response));
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2));
        }
        form.put("reason", reason);
        form.put("command", command);
        return form;
    }

    private RolloutStatus status() {
        return rollouts.describe(ID).orElseThrow().status();
    }

    @Test
    void aRolloutIsShownWithItsWavesItsDeploymentsAndWhatItWaitsFor() {
        started();
        PageReader alice = reader("alice");

        assertThat(alice.page("/")).contains("<a href=\"rollouts\">Rollouts</a>");
        assertThat(alice.page("/rollouts"))
                .contains("<a href=\"rollout?id=release-42\">release-42</a>", "IN_<wbr>PROGRESS", "canary of 2");
        assertThat(alice.page(PAGE))
                .contains(
                        "<h1>release-42</h1>",
                        "started by release-job at <time",
                        "<th scope=\"row\">canary</th><td>1</td><td>0</td><td>PT30M</td><td>RUNNING</td>",
                        "<th scope=\"row\">&lt;all&gt;</th><td>1</td><td>0</td><td>PT0S</td><td>WAITING</td>",
                        "<a href=\"deployment?id=release-42.1.1\">release-42.1.1</a>, prod/cart: ",
                        "<h2>Waits for</h2><ul><li>",
                        "value=\"rollout-PAUSE\"",
                        "value=\"rollout-ROLL_BACK\"",
                        "value=\"rollout-ABORT\"")
                .doesNotContain("rollout-RESUME", "<all>");

        pass(Duration.ofMinutes(90));
        assertThat(status()).isEqualTo(RolloutStatus.SUCCESSFUL);
        assertThat(alice.page(PAGE)).contains("SUCCESSFUL", "<h2>History</h2>").doesNotContain("<form");
        assertThat(alice.page("/rollouts")).contains("No rollout is under way.", "<h2>Ended</h2><ul><li><a href=");
    }

    @Test
    void aRolloutIsPausedResumedAndRolledBack() {
        started();
        PageReader alice = reader("alice");

        ConsoleResponse paused = alice.post("/command", form(alice, "rollout-PAUSE", " <slow> "));
        assertThat(paused.status()).isEqualTo(303);
        assertThat(paused.headers()).containsEntry("Location", "rollout?id=release-42");
        assertThat(status()).isEqualTo(RolloutStatus.PAUSED);
        assertThat(alice.page(PAGE))
                .contains("it is paused by alice", ": &lt;slow&gt;", "value=\"rollout-RESUME\"")
                .doesNotContain("value=\"rollout-PAUSE\"", "<slow>");

        ConsoleResponse again = alice.post("/command", form(alice, "rollout-PAUSE", ""));
        assertThat(again.status()).isEqualTo(409);
        assertThat(PageReader.text(again)).contains("The rollout is paused already, by alice");

        assertThat(alice.post("/command", form(alice, "rollout-RESUME", "")).status())
                .isEqualTo(303);
        assertThat(status()).isEqualTo(RolloutStatus.IN_PROGRESS);
        assertThat(alice.post("/command", form(alice, "rollout-ROLL_BACK", "enough"))
                        .status())
                .isEqualTo(303);
        pass(Duration.ofMinutes(30));
        assertThat(status()).isEqualTo(RolloutStatus.ROLLED_BACK);
        assertThat(alice.page("/rollout?id=" + ID)).contains("ROLLED_<wbr>BACK", "enough");
    }

    @Test
    void aRolloutIsAborted() {
        started();
        PageReader alice = reader("alice");
        assertThat(alice.post("/command", form(alice, "rollout-ABORT", "")).status())
                .isEqualTo(303);
        pass(Duration.ofMinutes(5));
        assertThat(status()).isEqualTo(RolloutStatus.ABORTED);
    }

    @Test
    void whoMayOnlyReadSeesNoFormAndSendsNoCommand() {
        started();
        PageReader alice = reader("alice");
        Map<String, String> form = form(alice, "rollout-ABORT", "");
        PageReader visitor = new PageReader(console);

        assertThat(visitor.page(PAGE))
                .contains("You may read, but not give commands.")
                .doesNotContain("<form");
        assertThat(visitor.post("/command", form).status()).isEqualTo(403);
        assertThat(reader("mallory").post("/command", form).status())
                .as("a form without its cookie")
                .isEqualTo(403);
        assertThat(status()).isEqualTo(RolloutStatus.IN_PROGRESS);
    }

    @Test
    void anOpenPageIsToldWhatChanges() {
        started();
        EventStream stream =
                reader("alice").get("/rollout-events?id=" + ID).stream().orElseThrow();
        assertThat(stream.poll()).contains("id=\"rollout-status\"", "IN_<wbr>PROGRESS");
        assertThat(stream.poll()).isEmpty();
        assertThat(rollouts.pause(ID, "lunch")).isEmpty();
        assertThat(stream.poll()).contains("id=\"rollout-status\"", "PAUSED", "id=\"rollout-history\"");
        stream.close();
    }

    @Test
    void textsOfOthersAreShownAsTextAndSteerNoPage() {
        String script = "<script>alert(1)</script>\" onload='x' &amp;";
        String hidden = "\u202Eevil\u202C\n\r\n\n event: part\u2028";
        String nasty = script + hidden;
        world.prepare(List.of("cart", "checkout"));
        Rollouts named = rollouts.by(script);
        named.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave(script, List.of(spec("cart"))).condition(script))
                        .wave(RolloutSpec.wave("<b>" + "w".repeat(97), List.of(spec("checkout"))))
                        .build());
        pass(Duration.ofMinutes(40));
        PageReader alice = reader(script);
        assertIsHarmless(alice.page(PAGE));
        assertIsHarmless(alice.page("/rollouts"));
        for (String forbidden : List.of("\u0000", "\u0007", "\u001B[31m")) {
            ConsoleResponse refused = alice.post("/command", form(alice, "rollout-PAUSE", nasty + forbidden));
            assertThat(refused.status()).isEqualTo(400);
            assertIsHarmless(PageReader.text(refused));
        }
        assertThatThrownBy(() -> named.pause(ID, "\uD800")).isInstanceOf(InvalidSpecException.class);
        assertThat(alice.post("/command", form(alice, "rollout-PAUSE", nasty)).status())
                .isEqualTo(303);
        assertThat(named.resume(ID, nasty.repeat(40))).isEmpty();
        assertThat(named.pause(ID, nasty)).isEmpty();
        assertIsHarmless(alice.page(PAGE));
        assertIsHarmless(alice.page("/rollouts"));
        ConsoleResponse again = alice.post("/command", form(alice, "rollout-PAUSE", nasty));
        assertThat(again.status()).isEqualTo(409);
        assertIsHarmless(PageReader.text(again));
        ConsoleResponse tooLong = alice.post("/command", form(alice, "rollout-RESUME", "<i>" + "x".repeat(5_000)));
        assertThat(tooLong.status()).isEqualTo(400);
        assertIsHarmless(PageReader.text(tooLong));
        Map<String, String> other = form(alice, "rollout-" + script, nasty);
        assertThat(alice.post("/command", other).status()).isEqualTo(409);
        assertIsHarmless(PageReader.text(alice.post("/command", other)));
        other.put("id", nasty);
        assertIsHarmless(PageReader.text(alice.post("/command", other)));
        assertIsHarmless(alice.page("/rollout?id=" + PageReader.encoded(nasty)));
        try (EventStream stream = alice.get("/rollout-events?id=" + ID).stream().orElseThrow()) {
            for (String line : stream.poll().split("\n", -1)) {
                assertThat(line).matches("|event: part|data: <section .*</section>");
                assertIsHarmless(line);
            }
        }
        try (EventStream stream = alice.get("/rollout-events?id=" + PageReader.encoded(nasty)).stream()
                .orElseThrow()) {
            assertThat(stream.poll()).isEmpty();
        }
        assertThat(named.rollBack(ID, nasty)).isEmpty();
        pass(Duration.ofMinutes(30));
        assertIsHarmless(alice.page(PAGE));
        assertThat(alice.page(PAGE))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;amp;");
    }

    private static void assertIsHarmless(String page) {
        assertThat(page.replaceAll("<script src=\"[a-z0-9./-]*\" defer></script>", ""))
                .doesNotContain(
                        "<script",
                        "<i>",
                        "<b>w",
                        "onload='",
                        "\u202E",
                        "\u202C",
                        "\u0000",
                        "\u0007",
                        "\u2028",
                        "\uD800");
    }

    @Test
    void commandsOfOtherSitesAreRefused() {
        started();
        for (String command : List.of("rollout-PAUSE", "rollout-RESUME", "rollout-ROLL_BACK", "rollout-ABORT")) {
            PageReader alice = reader("alice");
            Map<String, String> form = form(alice, command, "");
            assertThat(alice.with("Sec-Fetch-Site", "cross-site")
                            .post("/command", form)
                            .status())
                    .isEqualTo(403);
            assertThat(alice.with("Sec-Fetch-Site", "same-site")
                            .post("/command", form)
                            .status())
                    .isEqualTo(403);
            alice.without("Sec-Fetch-Site");
            assertThat(alice.with("Origin", "https://evil.example")
                            .post("/command", form)
                            .status())
                    .isEqualTo(403);
            alice.without("Origin");
            form.put("token", "A".repeat(43));
            assertThat(alice.post("/command", form).status()).isEqualTo(403);
            form.remove("token");
            assertThat(alice.post("/command", form).status()).isEqualTo(403);
            assertThat(alice.get("/command?id=" + ID + "&command=" + command).status())
                    .isEqualTo(405);
        }
        assertThat(rollouts.describe(ID).orElseThrow().history())
                .noneMatch(event -> event instanceof RolloutEvent.Commanded);
    }

    @Test
    void oneRolloutThatCannotBeReadHidesNoOther() {
        started();
        assertThat(world.journal().storeDocument(new Journal.Document("rollout", "newer", 1, true, "{\"format\":99}")))
                .isTrue();
        PageReader alice = reader("alice");
        ConsoleResponse all = alice.get("/rollouts");
        assertThat(all.status()).isEqualTo(200);
        assertThat(PageReader.text(all)).contains("newer", "can&#39;t be read", "canary of 2");
        assertThat(alice.get(PAGE).status()).isEqualTo(200);
        assertThat(alice.get("/rollout?id=newer").status()).isEqualTo(503);
    }

    @Test
    void whatDoesNotExistIsMissing() {
        assertThat(reader("alice").get("/rollout?id=none").status()).isEqualTo(404);
        assertThat(reader("alice").get("/rollout?id=").status()).isEqualTo(404);
        try (Console plain = Console.builder().journal(world.journal()).build()) {
            PageReader visitor = new PageReader(plain);
            assertThat(visitor.get("/rollouts").status()).isEqualTo(404);
            assertThat(visitor.get("/rollout?id=" + ID).status()).isEqualTo(404);
            assertThat(visitor.page("/")).doesNotContain("Rollouts");
        }
    }
}
