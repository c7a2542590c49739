package io.github.bluegreen4j.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.journal.json.ModelCodec;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.PortException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The texts in which a journal has a rollout. Names are kept: a later version reads what an earlier one wrote. */
final class RolloutCodec {
    /** The pause that holds a deployment for its wave. */
    static final String HOLD = "rollout-wave";

    private static final JsonMapper MAPPER = new JsonMapper();

    private RolloutCodec() {}

    /**
     * What a rollout decided, and how long its specification is.
     *
     * @param removed whether the rollout does not exist any more, and the rest of its documents is being removed
     */
    record Head(
            Command.Origin by, int parts, RolloutSpec.Rollback rollback, List<RolloutEvent> events, boolean removed) {
        Head(Command.Origin by, int parts, RolloutSpec.Rollback rollback, List<RolloutEvent> events) {
            this(by, parts, rollback, events, false);
        }

        Head asRemoved() {
            return new Head(by, parts, rollback, events, true);
        }
    }

    static String head(Head head) {
        ObjectNode node = MAPPER.createObjectNode();
        origin(node, head.by());
        node.put("parts", head.parts());
        node.put("rollback", head.rollback().name());
        if (head.removed()) {
            node.put("removed", true);
        }
        ArrayNode events = node.putArray("events");
        head.events().forEach(event -> event(events.addObject(), event));
        return node.toString();
    }

    static Head head(String rollout, String text) {
        return read(rollout, () -> {
            JsonNode node = MAPPER.readTree(text);
            List<RolloutEvent> events = new ArrayList<>();
            for (JsonNode event : node.required("events")) {
                events.add(event(event));
            }
            return new Head(
                    origin(node),
                    node.required("parts").asInt(),
                    RolloutSpec.Rollback.valueOf(node.required("rollback").asText()),
                    List.copyOf(events),
                    node.path("removed").asBoolean(false));
        });
    }

    private static void origin(ObjectNode node, Command.Origin by) {
        node.put("by", by.actor()).put("at", by.at().toString());
    }

    private static Command.Origin origin(JsonNode node) {
        return new Command.Origin(node.required("by").asText(), at(node));
    }

    private static Instant at(JsonNode node) {
        return Instant.parse(node.required("at").asText());
    }

    private static void event(ObjectNode node, RolloutEvent event) {
        if (event instanceof RolloutEvent.WaveOpened one) {
            node.put("event", "WaveOpened")
                    .put("wave", one.wave())
                    .put("name", one.name())
                    .put("size", one.size());
        } else if (event instanceof RolloutEvent.WaveReleased one) {
            node.put("event", "WaveReleased").put("wave", one.wave());
        } else if (event instanceof RolloutEvent.WavePassed one) {
            node.put("event", "WavePassed")
                    .put("wave", one.wave())
                    .put("successful", one.successful())
                    .put("failed", one.failed());
        } else if (event instanceof RolloutEvent.WaveFailed one) {
            node.put("event", "WaveFailed").put("wave", one.wave()).put("reason", one.reason());
        } else if (event instanceof RolloutEvent.Commanded one) {
            node.put("event", "Commanded")
                    .put("order", one.order().name())
                    .put("reason", one.reason())
                    .put("by", one.by().actor());
        } else if (event instanceof RolloutEvent.Ended one) {
            node.put("event", "Ended")
                    .put("status", one.status().name())
                    .put("successful", one.successful())
                    .put("failed", one.failed())
                    .put("undone", one.undone())
                    .put("notStarted", one.notStarted());
        }
        node.put("at", event.at().toString());
    }

    private static RolloutEvent event(JsonNode node) {
        String kind = node.required("event").asText();
        return switch (kind) {
            case "WaveOpened" ->
                new RolloutEvent.WaveOpened(
                        number(node, "wave"), node.required("name").asText(), number(node, "size"), at(node));
            case "WaveReleased" -> new RolloutEvent.WaveReleased(number(node, "wave"), at(node));
            case "WavePassed" ->
                new RolloutEvent.WavePassed(
                        number(node, "wave"), number(node, "successful"), number(node, "failed"), at(node));
            case "WaveFailed" ->
                new RolloutEvent.WaveFailed(
                        number(node, "wave"), node.required("reason").asText(), at(node));
            case "Commanded" ->
                new RolloutEvent.Commanded(
                        RolloutEvent.Order.valueOf(node.required("order").asText()),
                        node.required("reason").asText(),
                        origin(node));
            case "Ended" ->
                new RolloutEvent.Ended(
                        RolloutStatus.valueOf(node.required("status").asText()),
                        number(node, "successful"),
                        number(node, "failed"),
                        node.path("undone").asInt(0),
                        number(node, "notStarted"),
                        at(node));
            default -> throw new IllegalArgumentException("event \"" + kind + "\" is of a newer version");
        };
    }

    private static int number(JsonNode node, String name) {
        return node.required(name).asInt();
    }

    /** The specification, compressed: 3,000 services have several megabytes, most of it alike. */
    static List<String> parts(RolloutSpec spec, int longest) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("concurrency", spec.concurrency());
        node.put("mayFail", spec.mayFail());
        node.put("rollback", spec.rollback().name());
        node.put("holdLimit", spec.holdLimit().toString());
        ArrayNode waves = node.putArray("waves");
        for (RolloutSpec.Wave wave : spec.waves()) {
            ObjectNode one = waves.addObject();
            one.put("name", wave.name()).put("soak", wave.soak().toString()).put("mayFail", wave.mayFail());
            ArrayNode conditions = one.putArray("conditions");
            wave.conditions().forEach(conditions::add);
            ArrayNode deployments = one.putArray("deployments");
            wave.deployments().forEach(deployment -> deployments.add(tree(ModelCodec.encode(deployment))));
        }
        String text = Base64.getEncoder().encodeToString(zipped(node.toString()));
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < text.length(); from += longest) {
            parts.add(text.substring(from, Math.min(text.length(), from + longest)));
        }
        return List.copyOf(parts);
    }

    static RolloutSpec spec(String rollout, String joined) {
        return read(rollout, () -> {
            JsonNode node = MAPPER.readTree(unzipped(joined));
            List<RolloutSpec.Wave> waves = new ArrayList<>();
            for (JsonNode wave : node.required("waves")) {
                List<DeploymentSpec> deployments = new ArrayList<>();
                wave.required("deployments")
                        .forEach(deployment -> deployments.add(ModelCodec.decodeSpec(deployment.toString())));
                List<String> conditions = new ArrayList<>();
                wave.required("conditions").forEach(condition -> conditions.add(condition.asText()));
                waves.add(new RolloutSpec.Wave(
                        wave.required("name").asText(),
                        deployments,
                        Duration.parse(wave.required("soak").asText()),
                        number(wave, "mayFail"),
                        conditions));
            }
            return new RolloutSpec(
                    waves,
                    number(node, "concurrency"),
                    number(node, "mayFail"),
                    RolloutSpec.Rollback.valueOf(node.required("rollback").asText()),
                    Duration.parse(node.required("holdLimit").asText()));
        });
    }

    /** The same specification with the pause that holds it for its wave. It is rolled back if nobody releases it. */
    static DeploymentSpec held(DeploymentSpec spec, Duration holdLimit) {
        // As JSON: a specification with one more hook has no other short form.
        DeploymentSpec pause = DeploymentSpec.blueGreen(spec.service())
                .revision("any")
                .productionRoute("any")
                .targetGroups("one", "other")
                .hook(HookSpec.pause(
                        HOLD, LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, holdLimit, TimeoutAction.ROLLBACK))
                .build();
        ObjectNode node = (ObjectNode) tree(ModelCodec.encode(spec));
        JsonNode hook = tree(ModelCodec.encode(pause)).required("hooks").get(0);
        node.withArray("hooks").add(hook);
        return ModelCodec.decodeSpec(node.toString());
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was written can't be read", impossible);
        }
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String unzipped(String text) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(text);
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Reads something. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(String rollout, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | RuntimeException damaged) {
            throw new PortException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "read a rollout",
                            rollout,
                            "it can't be decoded, because it is damaged or of a newer version: "
                                    + damaged.getMessage()),
                    damaged);
        }
    }
}
