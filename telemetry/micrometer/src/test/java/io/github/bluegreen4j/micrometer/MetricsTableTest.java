package io.github.bluegreen4j.micrometer;

import static io.github.bluegreen4j.micrometer.MeteredShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide lists the metrics that an engine has; {@code -Ddocs.update=true} writes the table. */
class MetricsTableTest {
    private static final Path GUIDE = Path.of("../../docs/telemetry.md");
    private static final String BEGIN = "<!-- metrics -->\n";
    private static final String END = "<!-- end of metrics -->";

    private final MeteredShop shop = new MeteredShop();

    @Test
    void theGuideListsEveryMetricWithItsTags() throws IOException {
        try (VirtualEngine virtual =
                VirtualEngine.of(shop.time, shop.builder("a").hook("picky", invocation -> HookResult.failed("no")))) {
            DeploymentMetrics.Binding binding = shop.metrics.bind(virtual.engine());
            deploy(virtual, spec().pause(LifecycleStage.PRE_SCALE_UP, Duration.ofMinutes(1), TimeoutAction.CONTINUE));
            deploy(virtual, spec().revision("checkout:43").hook(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, "picky"));
            String text = Files.readString(GUIDE);
            String table = table();
            binding.close();
            int from = text.indexOf(BEGIN) + BEGIN.length();
            int to = text.indexOf(END);
            assertThat(from).isGreaterThanOrEqualTo(BEGIN.length());
            if (Boolean.getBoolean("docs.update")) {
                Files.writeString(GUIDE, text.substring(0, from) + table + text.substring(to));
            } else {
                assertThat(text.substring(from, to)).as("or -Ddocs.update=true").isEqualTo(table);
            }
            assertThat(table)
                    .contains(
                            DeploymentMetrics.DEPLOYMENTS,
                            DeploymentMetrics.DEPLOYMENT_TIME,
                            DeploymentMetrics.LEAD_TIME,
                            DeploymentMetrics.STAGE_TIME,
                            DeploymentMetrics.HOOK_TIME,
                            DeploymentMetrics.PAUSE_TIME,
                            DeploymentMetrics.GATE_TIME,
                            DeploymentMetrics.RESTORE_TIME,
                            DeploymentMetrics.CALLS,
                            DeploymentMetrics.CALL_WAIT);
        }
    }

    private static void deploy(VirtualEngine virtual, DeploymentSpec.Builder spec) {
        Deployment deployment = virtual.engine().deploy(spec.build());
        virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofHours(2));
        virtual.advance(Duration.ofSeconds(10));
    }

    private String table() {
        Map<String, List<Meter>> byName = shop.registry.getMeters().stream()
                .collect(Collectors.groupingBy(meter -> meter.getId().getName(), TreeMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder("| Metric | Type | Tags | Is |\n| --- | --- | --- | --- |\n");
        byName.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Meter>> entry) ->
                                entry.getKey().startsWith("bluegreen4j.engine"))
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> table.append(row(entry.getKey(), entry.getValue())));
        return table.toString();
    }

    private static String row(String name, List<Meter> meters) {
        Meter.Id id = meters.get(0).getId();
        String tags = meters.stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .map(Tag::getKey)
                .distinct()
                .sorted()
                .map(key -> "`" + key + "`")
                .collect(Collectors.joining(", "));
        String type = id.getType().name().toLowerCase(Locale.ROOT);
        String unit = "seconds".equals(id.getBaseUnit()) ? ", seconds" : "";
        return "| `%s` | %s | %s | %s |%n"
                .formatted(name, type + unit, tags, id.getDescription())
                .replace("\r", "");
    }
}
