package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The users of a simulation's engines. They order and command through handles, at any time and through any engine. {@link
 * Promises} checks what they were promised.
 */
final class Users {
    /** Who may approve in a generated scenario. */
    static final List<String> APPROVERS = List.of("alice", "bob", "carol");

    /** Who orders what needs approvals, and answers pauses; the last one may not. */
    static final List<String> ACTORS = List.of("alice", "bob", "carol", "alice@laptop", "author", "stranger");

    private static final String AUTHOR = "author";

    private final Engines engines;
    private final SimulationOracle oracle;
    private final SimulationStory story;
    private final List<Ordered> orders = new ArrayList<>();
    private final Set<DeploymentId> rejected = new HashSet<>();

    private record Ordered(DeploymentId id, DeploymentSpec spec) {}

    Users(Engines engines, SimulationOracle oracle, SimulationStory story) {
        this.engines = engines;
        this.oracle = oracle;
        this.story = story;
    }

    /** Returns the number of orders. */
    int count() {
        return orders.size();
    }

    /** Orders under a new id, through the n-th live engine, counted from 0, modulo their number. */
    DeploymentId order(DeploymentSpec spec, int nth) {
        DeploymentId id = new DeploymentId("d-" + (orders.size() + 1));
        story.tell('*', () -> "somebody orders " + id + through(nth));
        orders.add(new Ordered(id, spec));
        order(id, spec, nth);
        return id;
    }

    private String through(int nth) {
        return engines.count() > 1 ? " through " + engines.nameOf(nth).orElseThrow() : "";
    }

    private Optional<Deployment> order(DeploymentId id, DeploymentSpec spec, int nth) {
        Optional<String> name = engines.nameOf(nth);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        oracle.promises().ordered(name.get(), id);
        try {
            DeploymentEngine engine = engines.named(name.get()).engine();
            Deployment handle = needsApprovals(spec) ? engine.deploy(id, spec, AUTHOR) : engine.deploy(id, spec);
            var unused = handle.completion().whenComplete((ended, problem) -> {
                if (isRejection(problem)) {
                    reject(id);
                }
            });
            oracle.promises().holds(name.get(), handle);
            return Optional.of(handle);
        } catch (DeploymentEngine.RejectedException no) {
            reject(id);
            return Optional.empty();
        }
    }

    private static boolean needsApprovals(DeploymentSpec spec) {
        return spec.hooks().stream().anyMatch(hook -> hook.approvals().isPresent());
    }

    private static boolean isRejection(Object problem) {
        return problem instanceof DeploymentEngine.RejectedException
                || (problem instanceof Throwable thrown
                        && thrown.getCause() instanceof DeploymentEngine.RejectedException);
    }

    private void reject(DeploymentId id) {
        if (rejected.add(id)) {
            story.tell('*', () -> "the order of " + id + " is rejected");
        }
    }

    /** Repeats the last order under the same id, through an engine. */
    void orderTwice(int nth) {
        Ordered last = orders.get(orders.size() - 1);
        engines.nameOf(nth)
                .ifPresent(name -> story.tell('*', () -> "somebody orders " + last.id() + " again through " + name));
        if (!rejected.contains(last.id())) {
            order(last.id(), last.spec(), nth);
        }
    }

    /** Repeats an order that was lost with its engine, under the same id. */
    void orderAgain() {
        for (Ordered order : List.copyOf(orders)) {
            if (!oracle.records().containsKey(order.id()) && !rejected.contains(order.id())) {
                order(order.id(), order.spec(), 0);
            }
        }
    }

    /** Gives a command through an engine's handle of the last deployment. */
    void command(int nth, String what, Function<Deployment, CompletableFuture<Deployment.CommandAnswer>> command) {
        DeploymentId id = orders.get(orders.size() - 1).id();
        Optional<Deployment> handle =
                engines.nameOf(nth).flatMap(name -> engines.named(name).engine().find(id));
        handle.ifPresent(found -> {
            story.tell('*', () -> "somebody says " + what + " to " + id + ", which is " + found.status());
            try {
                oracle.promises().commanded(engines.nameOf(nth).orElseThrow(), found, what, command.apply(found));
            } catch (PortException away) {
                story.tell('*', () -> "and is told that " + away.getMessage());
            }
        });
    }

    /** Tells whether every deployment that was ordered has ended or was rejected. */
    boolean areServed() {
        for (Ordered order : orders) {
            DeploymentRecord record = oracle.records().get(order.id());
            boolean waits =
                    record == null ? !isForgotten(order) : !record.status().isTerminal();
            if (waits && !rejected.contains(order.id())) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether an order was rejected without the user's knowledge, because callbacks never run: no engine knows it. */
    private boolean isForgotten(Ordered order) {
        return !engines.callsBack() && engines.noneKnows(order.id());
    }

    /** Returns the last order that was not rejected. */
    DeploymentId last() {
        DeploymentId last = orders.get(0).id();
        for (Ordered order : orders) {
            last = rejected.contains(order.id()) ? last : order.id();
        }
        return last;
    }

    /** Returns the same specification with another concurrency policy. */
    static DeploymentSpec with(DeploymentSpec spec, ConcurrencyPolicy policy) {
        return new DeploymentSpec(
                spec.service(),
                spec.revision(),
                spec.productionRoutes(),
                spec.testRoute(),
                spec.targetGroups(),
                spec.strategy(),
                spec.bakeTime(),
                spec.hooks(),
                spec.alarms(),
                spec.analysis(),
                spec.circuitBreaker(),
                spec.health(),
                spec.rollback(),
                spec.drift(),
                policy,
                spec.stickinessWait(),
                spec.otherRoutes(),
                spec.serve(),
                spec.keepBlue(),
                spec.kept(),
                spec.waivers(),
                spec.limits());
    }
}
