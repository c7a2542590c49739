package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.rollout.RolloutDescription;
import io.github.bluegreen4j.rollout.RolloutEvent;
import io.github.bluegreen4j.rollout.RolloutStatus;
import io.github.bluegreen4j.rollout.RolloutWait;

/** Tells people and programs about rollouts. */
final class RolloutReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RolloutReport() {}

    static int exitCode(RolloutStatus end) {
        return end == RolloutStatus.SUCCESSFUL ? ExitCode.DONE : ExitCode.ENDED_OTHERWISE;
    }

    static void print(String id, RolloutEvent event, Output output) {
        if (output.isJson()) {
            ObjectNode node = MAPPER.createObjectNode();
            node.put("rollout", id)
                    .put("at", event.at().toString())
                    .put("event", event.getClass().getSimpleName())
                    .put("text", event.sentence());
            output.out().println(node);
        } else {
            boolean isBad = event instanceof RolloutEvent.WaveFailed
                    || (event instanceof RolloutEvent.Ended ended && ended.status() != RolloutStatus.SUCCESSFUL);
            output.print(isBad ? Tone.BAD : Tone.PLAIN, event.at() + " " + event.sentence());
        }
        output.out().flush();
    }

    static void print(RolloutDescription view, Output output) {
        if (!output.isJson()) {
            output.out().print(view.toText());
            output.out().flush();
            return;
        }
        ObjectNode node = MAPPER.createObjectNode();
        node.put("rollout", view.id()).put("status", view.status().name());
        node.put("startedBy", view.startedBy().actor())
                .put("startedAt", view.startedBy().at().toString());
        node.put("rollback", view.rollback().name());
        view.waves()
                .forEach(wave -> node.withArray("waves")
                        .addObject()
                        .put("name", wave.name())
                        .put("size", wave.size())
                        .put("progress", wave.progress().name())
                        .put("soak", wave.soak().toString())
                        .put("mayFail", wave.mayFail()));
        node.withArray("deployments");
        view.deployments()
                .forEach(one -> node.withArray("deployments")
                        .addObject()
                        .put("deployment", one.deployment().value())
                        .put("service", one.service())
                        .put("state", one.state()));
        node.withArray("waitingFor");
        view.waits().stream().map(RolloutWait::toString).forEach(node.withArray("waitingFor")::add);
        output.out().println(node);
        output.out().flush();
    }
}
