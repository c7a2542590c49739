package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.registry.Histories;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.report.Phrases;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.state.Baseline;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Identity;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Watching;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A deployment at one version of its journal, for pages and reports: its description, its explanation, its plan and its agenda in words.
 * It is computed from the events up to that version, so every version of the past can be shown as it was.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param version the number of events; 1 or more
 * @param at when the last of them happened, by the engine's clock
 * @param description the deployment as it stands
 * @param explanation what it waits for, its deadlines, and each command with whether the workflow accepts it
 * @param spec what was ordered; empty before the order
 * @param plan the stages of this deployment, in order; empty before the start
 * @param position where it is in the plan, from 0; -1 before the first stage and when it is not on the way forward
 * @param groups the target groups of blue and green; empty before the start
 * @param routes each route as the engine last left or found it; production routes first; empty before the start
 * @param conditions everything that the engine watches at this version
 * @param work what the engine does at this version, each a phrase that follows "to"
 */
public record DeploymentSnapshot(
        long version,
        Instant at,
        DeploymentDescription description,
        Explanation explanation,
        Optional<DeploymentSpec> spec,
        List<PlannedStage> plan,
        int position,
        Optional<Groups> groups,
        List<Route> routes,
        List<Condition> conditions,
        List<String> work) {

    /**
     * Copies the lists.
     *
     * @param version the number of events
     * @param at when the last of them happened
     * @param description the deployment as it stands
     * @param explanation what it waits for, its deadlines, and each command
     * @param spec what was ordered
     * @param plan the stages of this deployment
     * @param position where it is in the plan
     * @param groups the target groups of blue and green
     * @param routes each route as the engine last left or found it
     * @param conditions everything that the engine watches
     * @param work what the engine does
     */
    public DeploymentSnapshot {
        plan = List.copyOf(plan);
        routes = List.copyOf(routes);
        conditions = List.copyOf(conditions);
        work = List.copyOf(work);
    }

    /**
     * The target groups of a deployment.
     *
     * @param blue the group of the revision that is replaced
     * @param green the group of the new revision
     */
    public record Groups(TargetGroupRef blue, TargetGroupRef green) {}

    /**
     * A route.
     *
     * @param route which route
     * @param production whether it is a production route; otherwise it is the test route
     * @param green green's share in percent, 0 to 100
     * @param split the exact weights
     * @param settlesAt until when its data plane may still follow the last write; empty if it does not
     */
    public record Route(RouteRef route, boolean production, double green, String split, Optional<Instant> settlesAt) {}

    /**
     * Something that the engine watches.
     *
     * @param watch what it is
     * @param condition the last result
     * @param seen the same as text, with words from outside; may be empty
     * @param since since when; empty if nothing was read yet
     */
    public record Condition(Watch watch, Watch.Condition condition, String seen, Optional<Instant> since) {}

    /**
     * Computes the snapshot after some events. Task counts, why tasks of green fail and what delays a call are missing: only the engine
     * that works on the deployment knows them, see {@link DeploymentEngine#snapshot}.
     *
     * @param events the events of one deployment from its first one up to any version; at least one
     * @return the snapshot
     * @throws io.github.bluegreen4j.model.InvalidSpecException if there are no events
     * @throws io.github.bluegreen4j.spi.PortException if the events contradict each other
     */
    public static DeploymentSnapshot of(List<DeploymentEvent> events) {
        return of(Workflow.standard(), events, id -> Optional.empty());
    }

    static DeploymentSnapshot of(
            Workflow workflow, List<DeploymentEvent> events, Function<DeploymentId, Optional<Deployment>> handles) {
        Given.value("events[0]", events.isEmpty() ? null : events.get(0));
        DeploymentState state = Histories.state(workflow, events);
        Optional<Deployment> handle =
                state.running().map(run -> run.identity().deployment()).flatMap(handles);
        return of(state, events.size(), events.get(events.size() - 1).at(), handle);
    }

    static DeploymentSnapshot of(DeploymentState state, long version, Instant at, Optional<Deployment> handle) {
        Optional<Identity> identity = state.running().map(Running::identity);
        DeploymentId id = identity.map(Identity::deployment).orElse(new DeploymentId("none"));
        ServiceRef service = identity.map(known -> known.spec().service()).orElse(new ServiceRef("unknown", "unknown"));
        Optional<ServiceDescription> seen = handle.flatMap(Deployment::seen);
        Optional<String> obstacle = handle.flatMap(Deployment::obstacle);
        Map<Effect, String> delays = handle.map(Deployment::delays).orElse(Map.of());
        Agenda agenda = Agenda.of(state);
        return new DeploymentSnapshot(
                version,
                at,
                Descriptions.of(id, service, state, seen, obstacle, delays),
                Descriptions.explanation(id, service, state, seen, obstacle, delays),
                identity.map(Identity::spec),
                state.running().flatMap(Running::started).map(Baseline::plan).orElse(List.of()),
                state instanceof Forward forward ? forward.position() : -1,
                state.running()
                        .flatMap(Running::started)
                        .map(start -> new Groups(
                                start.roles().blueGroup(), start.roles().greenGroup())),
                state.running().map(DeploymentSnapshot::routes).orElse(List.of()),
                state.running().map(run -> conditions(run, agenda)).orElse(List.of()),
                work(state, agenda, delays));
    }

    private static List<Route> routes(Running run) {
        List<RouteRef> production = run.spec().productionRoutes();
        return run.started().stream()
                .flatMap(start -> run.spec().routes().stream()
                        .flatMap(route -> run.resources().route(route).stream())
                        .map(reading -> new Route(
                                reading.route(),
                                production.contains(reading.route()),
                                reading.split().shareOf(start.roles().greenGroup()),
                                reading.split().toString(),
                                Optional.ofNullable(run.resources().settling().get(reading.route())))))
                .toList();
    }

    private static List<Condition> conditions(Running run, Agenda agenda) {
        Watching watching = run.watching();
        return agenda.watches().stream()
                .map(order -> new Condition(
                        order.watch(),
                        watching.condition(order.watch()),
                        watching.seen(order.watch()),
                        Optional.ofNullable(watching.shown().get(order.watch())).map(Watching.Shown::since)))
                .toList();
    }

    private static List<String> work(DeploymentState state, Agenda agenda, Map<Effect, String> delays) {
        Phrases phrases = state.running()
                .map(run -> new Phrases(run.resources().scaleIn().kind()))
                .orElseGet(Phrases::new);
        List<String> work = new ArrayList<>();
        for (Effect effect : agenda.effects()) {
            String delay = delays.get(effect);
            work.add(effect.accept(phrases) + (delay == null ? "" : ": " + delay));
        }
        return work;
    }
}
