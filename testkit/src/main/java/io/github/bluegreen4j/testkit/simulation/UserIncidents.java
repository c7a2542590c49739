package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Generates the actions of users through handles, of any engine and at any time, and orderly shutdowns of engines. */
record UserIncidents(DeploymentSpec spec, RandomChoice choice) {

    /** A command and its description. */
    private record Words(String what, Function<Deployment, CompletableFuture<Deployment.CommandAnswer>> command) {}

    private static final List<Words> COMMANDS = List.of(
            new Words("abort", handle -> handle.abort("chaos")),
            new Words("roll back", handle -> handle.rollBack("chaos")),
            new Words("skip the bake", Deployment::skipBake),
            new Words("proceed", handle -> handle.proceed("no-such-hook")));

    Incident incident() {
        Duration at = choice.moment(RandomIncidents.LASTS);
        int nth = choice.below(3);
        ConcurrencyPolicy policy = choice.any(List.of(ConcurrencyPolicy.values()));
        Words words = choice.any(COMMANDS);
        return switch (choice.below(4)) {
            case 0 ->
                Incident.at(at, () -> "somebody orders with " + policy + " through engine " + nth, simulation -> {
                    simulation.met(Circumstance.ORDER_ELSEWHERE);
                    simulation.users().order(Users.with(spec, policy), nth);
                });
            case 1 ->
                Incident.at(at, () -> "somebody orders twice, again through engine " + nth, simulation -> {
                    simulation.met(Circumstance.ORDER_TWICE);
                    simulation.users().orderTwice(nth);
                });
            case 2 ->
                Incident.at(
                        at,
                        () -> "somebody orders through engine " + nth + ", and says at once: " + words.what(),
                        simulation -> {
                            simulation.met(Circumstance.COMMAND_AT_ONCE);
                            simulation.users().order(Users.with(spec, policy), nth);
                            simulation.users().command(nth, words.what(), words.command());
                        });
            default ->
                Incident.at(at, () -> "somebody says through engine " + nth + ": " + words.what(), simulation -> {
                    simulation.met(Circumstance.COMMAND_BY_HANDLE);
                    simulation.users().command(nth, words.what(), words.command());
                });
        };
    }

    Incident close() {
        Duration longest = Duration.ofSeconds(choice.any(List.of(1L, 10L, 60L)));
        return Incident.at(
                choice.moment(RandomIncidents.LASTS), () -> "the engine closes within " + longest, simulation -> {
                    simulation.met(Circumstance.ORDERLY_CLOSE);
                    simulation.closeInOrder(longest);
                });
    }
}
