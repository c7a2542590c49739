package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.explain.Explainer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.EndView;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.NotStarted;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes a deployment to people, from its state and what its watch last saw. */
final class Descriptions implements DeploymentState.Handler<Descriptions.Particular> {
    private static final Workflow WORKFLOW = Workflow.standard();

    /** What only some kinds of state know. */
    record Particular(
            String reason,
            Optional<LifecycleStage> stage,
            int step,
            Optional<Instant> endedAt,
            List<String> leftOvers,
            EndView view) {
        static Particular of(String reason) {
            return new Particular(reason, Optional.empty(), 0, Optional.empty(), List.of(), NOT_ENDED);
        }
    }

    private static final EndView NOT_ENDED = new EndView(List.of(), List.of());

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
        Particular particular = state.accept(new Descriptions());
        Optional<Running> running = state.running();
        Agenda agenda = WORKFLOW.agenda(state);
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
                particular.reason(),
                particular.stage(),
                particular.step(),
                running.map(run -> run.identity().createdAt()),
                particular.endedAt(),
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
                particular.leftOvers(),
                particular.view().serving(),
                particular.view().warnings(),
                running.flatMap(run -> run.identity().orderedBy()),
                running.flatMap(Running::requestedBy));
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
        return Explainer.of(WORKFLOW, id, service, state, new Explainer.Context(obstacle, delays, causes));
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
                        run.identity().spec().hooks().stream()
                                .filter(spec ->
                                        spec.name().equals(hook.execution().hook()))
                                .map(HookSpec::onTimeout)
                                .findFirst()
                                .orElse(TimeoutAction.ROLLBACK)))
                .toList();
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
        if (state.isWaiting()) {
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
                    waiting.add("hook " + hook.execution() + " (" + hook.state() + ") until " + hook.expiresAt());
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

    @Override
    public Particular notStarted(NotStarted state) {
        return Particular.of("");
    }

    @Override
    public Particular forward(Forward state) {
        boolean pending = state.position() < 0;
        return new Particular(
                "",
                pending ? Optional.empty() : Optional.of(state.stage().stage()),
                pending ? 0 : state.stage().step(),
                Optional.empty(),
                List.of(),
                NOT_ENDED);
    }

    @Override
    public Particular rollingBack(RollingBack state) {
        return Particular.of(state.reason());
    }

    @Override
    public Particular closing(Closing state) {
        return new Particular(
                state.reason(),
                Optional.empty(),
                0,
                Optional.empty(),
                state.leftOvers(),
                state.view().orElse(NOT_ENDED));
    }

    @Override
    public Particular ended(Ended state) {
        return new Particular(
                state.reason(), Optional.empty(), 0, Optional.of(state.at()), state.leftOvers(), state.view());
    }
}
