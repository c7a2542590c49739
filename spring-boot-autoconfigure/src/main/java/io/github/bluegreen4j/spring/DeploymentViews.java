package io.github.bluegreen4j.spring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.journal.json.ModelCodec;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.story.Narrator;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deployments as maps of texts, numbers and lists, which either generation of Spring Boot writes alike. The names of the fields are those of
 * the journal and of the command line.
 */
final class DeploymentViews {
    /** The journal's own Jackson, whichever the application has. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeploymentViews() {}

    static Map<String, Object> line(DeploymentDescription deployment) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("deployment", deployment.deployment().value());
        line.put("service", deployment.service().toString());
        line.put("status", deployment.status().name());
        deployment.lifecycleStage().ifPresent(stage -> line.put("lifecycleStage", stage.name()));
        line.put("greenProductionWeight", deployment.greenProductionWeight());
        put(line, "createdAt", deployment.createdAt());
        put(line, "endedAt", deployment.endedAt());
        deployment.waitingFor().stream().findFirst().ifPresent(what -> line.put("waitingFor", what));
        put(line, "nextDeadline", deployment.nextDeadline());
        return line;
    }

    static Map<String, Object> whole(
            DeploymentDescription deployment, Optional<Explanation> explanation, List<DeploymentEvent> history) {
        Map<String, Object> whole = object(ModelCodec.encode(deployment));
        explanation.ifPresent(why -> {
            whole.put("explanation", why.sentence());
            whole.put("waits", why.waits().stream().map(DeploymentViews::wait).toList());
            whole.put(
                    "commands",
                    why.commands().stream().map(DeploymentViews::command).toList());
            whole.put("causes", why.causes());
        });
        Narrator narrator = new Narrator();
        whole.put(
                "story",
                history.stream()
                        .map(narrator::tell)
                        .map(sentence -> sentence.at() + " " + sentence.text())
                        .toList());
        return whole;
    }

    private static Map<String, Object> wait(Explanation.Wait wait) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", wait.kind().name());
        told.put("what", wait.what());
        put(told, "since", wait.since());
        put(told, "until", wait.until());
        told.put("then", wait.then());
        told.put("unblock", wait.unblock());
        return told;
    }

    private static Map<String, Object> command(Explanation.Possibility possible) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("command", possible.command());
        possible.pause().ifPresent(pause -> told.put("pause", pause));
        possible.hookId().ifPresent(id -> told.put("hookId", id));
        told.put("allowed", possible.allowed());
        told.put("answer", possible.answer());
        return told;
    }

    private static void put(Map<String, Object> to, String name, Optional<Instant> at) {
        at.ifPresent(instant -> to.put(name, instant.toString()));
    }

    private static Map<String, Object> object(String json) {
        try {
            return JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a description was encoded that cannot be read", broken);
        }
    }
}
