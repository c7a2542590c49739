package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.rules.Capacity;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Restoration;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives blue everything on a route. A rollback does not wait for knowledge that it does not need: if health cannot be
 * read, it writes at once, and if the route cannot be read, it writes with the last known fingerprint.
 */
final class RestoreReconciler implements Reconciler {
    private final Running run;
    private final Guards guards;
    private final Effect.RestoreRoute effect;
    private final RouteRef route;
    private final int readTries;

    RestoreReconciler(Running run, Guards guards, Effect.RestoreRoute effect) {
        this.run = run;
        this.guards = guards;
        this.effect = effect;
        this.route = effect.route();
        this.readTries = run.limits().hookTries();
    }

    @Override
    public List<Call> observe(boolean acted) {
        List<Call> calls = new ArrayList<>();
        calls.add(new Call.ReadRoute(route));
        if (!acted) {
            calls.add(new Call.DescribeService(run.spec().service()));
            calls.add(new Call.ReadHealth(run.spec().service(), run.roles().greenGroup()));
            calls.add(new Call.ReadHealth(run.spec().service(), run.roles().blueGroup()));
        }
        return calls;
    }

    @Override
    public ReconcileAction unreadable(Call call, Problem problem, int tries) {
        if (run.spec().isUndo()) {
            return new ReconcileAction.Await(
                    Gate.READABLE, Verdict.bad(problem.toString(), "the routes, and the health of both revisions"));
        }
        boolean isRoute = call.equals(new Call.ReadRoute(route));
        if (!isRoute) {
            // A blue that was too weak does not get production because one reading failed.
            return (wasSeenWeak() || tries > 0) && tries < readTries
                    ? new ReconcileAction.Await(Gate.READABLE, Verdict.bad(problem.toString(), "blue's health"))
                    : new ReconcileAction.Skip();
        }
        return tries < readTries
                ? new ReconcileAction.Await(Gate.READABLE, Verdict.bad(problem.toString(), "the route"))
                : new ReconcileAction.Skip();
    }

    private boolean wasSeenWeak() {
        return run.pendingWork().gate(effect).filter(Restoration::isOfBlue).isPresent();
    }

    /**
     * A route that is gone is left alone and named in the end event. If something of green's is gone, the rollback
     * continues.
     */
    @Override
    public Optional<ReconcileAction> gone(Readings readings) {
        Optional<Problem> lost = readings.problem(Readings.Subject.of(route))
                .or(() -> readings.problem(Readings.Subject.of(run.roles().blueGroup())))
                .filter(problem -> problem.kind() == Problem.Kind.GONE);
        return lost.map(problem -> new Outcome.RouteLost(route, problem.toString()));
    }

    /** Why blue can never serve again: it does not run any more. */
    private Optional<String> blueIsGone(Readings readings) {
        return run.roles().blue().flatMap(blue -> {
            if (readings.isGone(Readings.Subject.of(run.spec().service()))) {
                return readings.gone();
            }
            boolean missing = readings.service()
                    .filter(service -> service.find(blue).isEmpty())
                    .isPresent();
            boolean nobodyAnswers = Capacity.ofBlue(run, readings).orElse(1) == 0;
            return missing && nobodyAnswers
                    ? Optional.of("revision " + blue + " (blue) does not exist any more")
                    : Optional.empty();
        });
    }

    @Override
    public Instant provenFrom() {
        Instant moved = run.resources().moved().get(route);
        return moved == null ? Instant.MIN : moved.plus(run.limits().freshness());
    }

    /**
     * Writes the route even if it reads as all on blue, because the reading may be older than green's last write. A
     * rollback that trusted it would leave production on green.
     */
    @Override
    public ReconcileAction compareUnproven(Readings readings) {
        return compare(readings, readings.isGone(Readings.Subject.of(run.roles().greenGroup())));
    }

    @Override
    public ReconcileAction compare(Readings readings) {
        return compare(readings, true);
    }

    /**
     * @param believes whether a reading of all on blue is trusted
     */
    private ReconcileAction compare(Readings readings, boolean believes) {
        Roles roles = run.roles();
        Optional<RouteReading> seen = readings.route(route);
        if (seen.isPresent()) {
            RouteReading reading = seen.get();
            if (!reading.split().groups().stream().allMatch(run.spec().targetGroups()::contains)) {
                return new Outcome.RouteLost(route, "forwards elsewhere: " + reading.split());
            }
            if (believes && reading.split().isAllOn(roles.blueGroup())) {
                return new Outcome.RouteReads(reading);
            }
        }
        if (run.spec().isKeeping()) { // it retires what has no weight, and moves none
            return new Outcome.RouteLost(
                    route,
                    "reads " + seen.map(reading -> reading.split().toString()).orElse("nothing"));
        }
        Optional<String> gone = blueIsGone(readings);
        if (gone.isPresent()) {
            return new Outcome.RouteLost(route, gone.get());
        }
        RouteReading basis = seen.or(() -> run.resources().route(route)).orElseThrow();
        ReconcileAction.Act swing = new ReconcileAction.Act(new Call.WriteRoute(
                route,
                basis.fingerprint(),
                readings.isGone(Readings.Subject.of(roles.greenGroup()))
                        ? new TrafficSplit(Map.of(roles.blueGroup(), 100))
                        : TrafficSplit.allOn(roles.blueGroup(), roles.greenGroup())));
        return switch (guards.swing(run, readings)) {
            case NOW -> swing;
            case AFTER_WAITING -> effect.insist() ? swing : weak(readings);
            case NOT_YET -> dead(readings);
        };
    }

    /** Some of blue's targets are healthy. If somebody scaled blue in meanwhile, the engine scales it out again. */
    private ReconcileAction weak(Readings readings) {
        int healthy = Capacity.ofBlue(run, readings).orElse(0);
        return Capacity.blueIsScaled(run, readings)
                .map(verdict -> new ReconcileAction.Await(Gate.BLUE_SCALE, verdict))
                .orElseGet(() -> new ReconcileAction.Await(
                        Gate.BLUE_CAPACITY,
                        Verdict.bad(
                                "blue has " + healthy + " healthy targets, which is below its floor",
                                "blue at its floor")));
    }

    /** None of blue's targets is healthy. If somebody scaled blue in meanwhile, the engine scales it out again. */
    private ReconcileAction dead(Readings readings) {
        if (Capacity.ofBlue(run, readings).isEmpty()) {
            return new ReconcileAction.Await(
                    Gate.READABLE, Verdict.bad("the health of blue is unknown", "a healthy target of blue"));
        }
        return Capacity.blueIsScaled(run, readings)
                .map(verdict -> new ReconcileAction.Await(
                        Gate.BLUE_SCALE_ALIVE,
                        Verdict.bad(
                                verdict.seen() + ", and none is healthy", verdict.wanted() + ", any of them healthy")))
                .orElseGet(() -> new ReconcileAction.Await(
                        Gate.BLUE_ALIVE, Verdict.bad("no target of blue is healthy", "a healthy target of blue")));
    }
}
