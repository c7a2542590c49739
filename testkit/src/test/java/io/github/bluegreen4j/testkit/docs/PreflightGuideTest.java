package io.github.bluegreen4j.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.report.PreflightReport;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of the page about the preflight, and what it prints. */
class PreflightGuideTest {
    private static final Path PAGE = Path.of("..", "docs", "preflight.md");
    private static final Pattern OUTPUT =
            Pattern.compile("(<!-- output: preflight -->\n).*?(<!-- end of output -->)", Pattern.DOTALL);
    private static final ServiceRef CHECKOUT = new ServiceRef("prod", "checkout");
    private static final TargetGroupRef BLUE = new TargetGroupRef("checkout-a");
    private static final TargetGroupRef GREEN = new TargetGroupRef("checkout-b");

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final List<String> printed = new ArrayList<>();
    private final DeploymentSpec spec = DeploymentSpec.blueGreen(CHECKOUT)
            .revision("checkout:42")
            .productionRoute(new RouteRef("https"))
            .testRoute(new RouteRef("test"))
            .targetGroups(BLUE, GREEN)
            .build();

    private EngineBuilder builder() {
        world.addService(CHECKOUT, 4);
        world.addRoute(new RouteRef("https"), TrafficSplit.allOn(BLUE, GREEN));
        world.addRoute(new RouteRef("test"), TrafficSplit.allOn(BLUE, GREEN));
        world.addRevision(CHECKOUT, "checkout:41", BLUE);
        return DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .journal(InMemoryJournal.create(time));
    }

    private void print(String line) {
        printed.add(line);
    }

    @Test
    void theSnippetsAreAsTheyAreCompiled() throws IOException {
        Snippets.of("docs/preflight.md", PreflightGuideTest.class).areAsTheyAreCompiled();
    }

    @Test
    void aPreflightWithTwoFaults() throws IOException {
        EngineBuilder builder = builder();
        world.stick(new RouteRef("https"), Optional.of(Duration.ofMinutes(10)));
        world.addStranger(GREEN, "10.0.7.21");
        try (VirtualEngine virtual = VirtualEngine.of(time, builder)) {
            DeploymentEngine engine = virtual.engine();
            // snippet: preflight
            PreflightReport report = engine.preflight(spec);
            if (report.hasErrors()) {
                print(report.toText());
            }
            // end of snippet
            assertThat(report.findings(Finding.Severity.ERROR)).hasSize(2);
            assertThat(world.changes()).isEmpty();
        }
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        Matcher place = OUTPUT.matcher(page);
        assertThat(place.find()).isTrue();
        String text = String.join("\n", printed).stripTrailing();
        String current = place.replaceFirst(
                Matcher.quoteReplacement(place.group(1) + "```\n" + text + "\n```\n" + place.group(2)));
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("%s, written anew by -Dtest=PreflightGuideTest -Ddocs.update=true", PAGE)
                .isEqualTo(current);
    }

    // snippet: check
    /** Refuses deployments while nobody may deploy. */
    record ChangeFreeze(Calendar calendar) implements PreflightCheck {
        @Override
        public String name() {
            return "change-freeze";
        }

        @Override
        public List<Finding> check(DeploymentSpec spec) {
            String service = spec.service().toString();
            return List.of(
                    calendar.isFrozen()
                            ? Finding.error(
                                            name(),
                                            "service",
                                            service,
                                            "must not change today",
                                            "a day without a freeze")
                                    .mend("Wait until the freeze is over, or ask the incident manager for a waiver.")
                            : Finding.passed(name(), "service", service, "may change today"));
        }
    }
    // end of snippet

    /** Knows the days on which nobody deploys. */
    interface Calendar {
        boolean isFrozen();
    }

    @Test
    void aCheckOfOnesOwnRefusesAndIsWaived() {
        try (VirtualEngine virtual = VirtualEngine.of(time, builder().preflightCheck(new ChangeFreeze(() -> true)))) {
            DeploymentEngine engine = virtual.engine();

            assertThat(engine.preflight(spec).findings(Finding.Severity.ERROR))
                    .singleElement()
                    .hasToString(
                            "change-freeze: service: \"prod/checkout\" must not change today; wanted: a day without"
                                    + " a freeze, or a waiver of the check \"change-freeze\"");
        }
    }
}
