package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.explain.Explainer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.PauseApprovals;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes a deployment to people, from its state and what its watch last saw. */
final class Descriptions {
    private Descriptions() {}

    /**
     * @param seen the service as the deployment's own watch last showed it
     * @param obstacle what keeps it from its turn, beside another deployment of the service
     * @param delays why work of it does not make its next call yet
     */
    static DeploymentDescription of(
            DeploymentId id,
            ServiceRef service,
            DeploymentState state,
            Optional<ServiceDescription> seen,
            Optional<String> obstacle,
            Map<Effect, String> delays) {
        Optional<PlannedStage> stage = state instanceof Forward forward && !forward.isPending()
                ? Optional.of(forward.stage())
                : Optional.empty();
        Optional<Running> running = state.running();
        Agenda agenda = Agenda.of(state);
        Optional<RevisionRef> blue =
                running.flatMap(Running::started).flatMap(start -> start.roles().blue());
        Optional<RevisionRef> green =
                running.flatMap(run -> run.resources().green().revision());
        // What was seen before the watch ended may be long over.
        Optional<ServiceDescription> watched = seen.filter(described ->
                agenda.watches().stream().anyMatch(order -> order.reads().contains(new Call.DescribeService(service))));
        return new DeploymentDescription(
                id,
                service,
                state.status(),
                state.reason(),
                stage.map(PlannedStage::stage),
                stage.map(PlannedStage::step).orElse(0),
                running.map(run -> run.identity().createdAt()),
                state instanceof Ended ended ? Optional.of(ended.at()) : Optional.empty(),
                blue.map(RevisionRef::id),
                green.map(RevisionRef::id),
                blue.flatMap(revision -> tasks(revision, watched)),
                green.flatMap(revision -> tasks(revision, watched)),
                running.map(Descriptions::greenWeight).orElse(0.0),
                running.map(Descriptions::hooks).orElse(List.of()),
                running.map(run -> run.watching().condition(Watch.ALARMS) == Watch.Condition.BAD)
                        .orElse(false),
                running.map(Descriptions::circuitBreaker).orElse(new DeploymentDescription.CircuitBreaker(0, 0)),
                running.flatMap(Running::rollback)
                        .map(back -> new DeploymentDescription.Rollback(back.cause(), back.reason(), back.since())),
                waitingFor(state, agenda, obstacle, delays),
                agenda.timers().values().stream().min(Comparator.naturalOrder()),
                state.leftOvers(),
                state.endView().serving(),
                state.endView().warnings(),
                running.flatMap(run -> run.identity().orderedBy()),
                running.flatMap(Running::requestedBy),
                running.flatMap(run -> run.watching().comparison().last())
                        .map(last -> new DeploymentDescription.Analysis(last.at(), last.judgement())));
    }

    /**
     * @param seen the service as the deployment's own watch last showed it
     * @param obstacle what keeps it from its turn, beside another deployment of the service
     * @param delays why work of it does not make its next call yet
     */
    static Explanation explanation(
            DeploymentId id,
            ServiceRef service,
            DeploymentState state,
            Optional<ServiceDescription> seen,
            Optional<String> obstacle,
            Map<Effect, String> delays) {
        List<String> causes = state.running()
                .flatMap(run -> run.resources().green().revision())
                .flatMap(green -> seen.flatMap(described -> described.find(green)))
                .map(ServiceDescription.Revision::failures)
                .orElse(List.of());
        return Explainer.of(Workflow.standard(), id, service, state, new Explainer.Context(obstacle, delays, causes));
    }

    private static Optional<DeploymentDescription.Tasks> tasks(
            RevisionRef revision, Optional<ServiceDescription> service) {
        return service.flatMap(described -> described.find(revision))
                .map(ServiceDescription.Revision::counts)
                .map(counts -> new DeploymentDescription.Tasks(counts.desired(), counts.pending(), counts.running()));
    }

    /** Green's smallest share among the production routes: what every route gives it at least. */
    private static double greenWeight(Running run) {
        return run.started()
                .map(start -> run.identity().spec().productionRoutes().stream()
                        .flatMap(route -> run.resources().route(route).stream())
                        .mapToDouble(
                                reading -> reading.split().shareOf(start.roles().greenGroup()))
                        .min()
                        .orElse(0))
                .orElse(0.0);
    }

    private static List<DeploymentDescription.Hook> hooks(Running run) {
        return run.hooks().values().stream()
                .map(hook -> new DeploymentDescription.Hook(
                        hook.execution().executionId(run.identity().deployment()),
                        hook.execution().hook(),
                        hook.execution().stage(),
                        hook.state().name(),
                        hook.expiresAt(),
                        run.hook(hook.execution()).map(HookSpec::onTimeout).orElse(TimeoutAction.ROLLBACK),
                        PauseApprovals.of(run, hook).map(Descriptions::approvals)))
                .toList();
    }

    private static DeploymentDescription.PauseApprovals approvals(PauseApprovals approvals) {
        return new DeploymentDescription.PauseApprovals(
                approvals.asked().needed(),
                approvals.approvers(),
                approvals.given().entrySet().stream()
                        .map(given -> new DeploymentDescription.Approval(
                                given.getKey(),
                                given.getValue().actor(),
                                given.getValue().at()))
                        .toList());
    }

    private static DeploymentDescription.CircuitBreaker circuitBreaker(Running run) {
        CircuitBreakerPolicy policy = run.identity().spec().circuitBreaker();
        int counted = run.watching().failed() - run.watching().forgiven();
        int threshold =
                policy.enabled() ? policy.threshold(Math.max(1, run.watching().liveDesired())) : 0;
        return new DeploymentDescription.CircuitBreaker(counted, threshold);
    }

    private static List<String> waitingFor(
            DeploymentState state, Agenda agenda, Optional<String> obstacle, Map<Effect, String> delays) {
        List<String> waiting = new ArrayList<>();
        if (state.isKeeping()) {
            waiting.add(
                    "the end of the time for which the revision is kept, a command, or the next deployment of the service"
                            + obstacle.map(why -> "; " + why).orElse(""));
        } else if (state.isWaiting()) {
            waiting.add("its turn: " + obstacle.orElse("another deployment of the service runs"));
        }
        state.running().ifPresent(run -> {
            run.pendingWork()
                    .waiting()
                    .forEach((effect, what) -> waiting.add(what.gate() + ": " + effect + ": saw " + what.seen()
                            + ", wanted " + what.wanted() + ", since " + what.since()));
            run.pendingWork()
                    .locks()
                    .forEach((resource, lock) -> lock.quietAt().ifPresent(at -> waiting.add(mayLand(resource, at))));
            for (HookRun hook : run.hooks().values()) {
                if (hook.isOpen()) {
                    waiting.add("hook " + hook.execution() + " (" + hook.state() + ") until " + hook.expiresAt()
                            + PauseApprovals.of(run, hook)
                                    .map(approvals -> ": " + approvals.wanted() + " to approve")
                                    .orElse(""));
                }
            }
        });
        agenda.watches()
                .forEach(order -> state.running()
                        .map(Running::watching)
                        .filter(watching -> watching.condition(order.watch()) != Watch.Condition.GOOD)
                        .ifPresent(watching -> waiting.add(order.watch() + " is "
                                + watching.condition(order.watch())
                                + (watching.seen(order.watch()).isEmpty()
                                        ? ""
                                        : ": " + watching.seen(order.watch())))));
        for (Effect effect : agenda.effects()) {
            String why = delays.get(effect);
            waiting.add("in progress: " + effect + (why == null ? "" : ": " + why));
        }
        return List.copyOf(waiting);
    }

    private static String mayLand(Effect.Resource resource, Instant until) {
        return resource.kind() == Effect.Resource.Kind.LATE_WRITE
                ? resource + ": a write that an earlier engine had under way may arrive until " + until
                        + "; before that nothing is retired and the deployment does not end"
                : resource + " may still be changed by an earlier call until " + until;
    }
}
