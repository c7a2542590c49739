package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.workflow.judge.Judge;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Which method of which port a call is, and the name of its operation. */
public final class PortCalls implements Call.Handler<PortCalls.PortMethod> {
    private static final Response ACCEPTED = new Response.Accepted();

    private final Ports ports;

    /** How a call is made. */
    public record PortMethod(Operation operation, CallRunner.PortCall.Body<Response> body) {}

    PortCalls(Ports ports) {
        this.ports = ports;
    }

    /** What a call usually costs of the rate limits of its port. */
    public List<RequestCost> costs(Call call) {
        return ports.costs(call.accept(this).operation());
    }

    /** What an exception of a port means. */
    public static Problem problem(Throwable thrown, Supplier<String> operation) {
        return thrown instanceof PortException port
                ? port.problem()
                : new Problem(Problem.Kind.UNKNOWN, operation.get(), "", Defects.text(thrown));
    }

    /** Whether a port has refused a call for good: to repeat it is of no use. */
    public static boolean isRefused(Throwable thrown) {
        return thrown instanceof PortException port && port.problem().kind() == Problem.Kind.REFUSED;
    }

    /** When a port has room for a call that it put off; empty when it failed for another reason. */
    public static Optional<Duration> again(Throwable thrown) {
        return thrown instanceof PortException port ? port.again() : Optional.empty();
    }

    public List<ServiceDescription> describe(List<ServiceRef> services) {
        return Defects.present(ports.runtime().describe(services), "ServiceRuntime.describe");
    }

    public List<RouteReading> readRoutes(List<RouteRef> routes) {
        return Defects.present(ports.router().readAll(routes), "TrafficRouter.readAll");
    }

    public List<RevisionChange> changes(ServiceRef service, RevisionRef existing, RevisionSpec revision) {
        return Defects.present(ports.runtime().changes(service, existing, revision), "ServiceRuntime.changes");
    }

    public AlarmReading readAlarms(Set<String> names) {
        return Defects.present(ports.alarms().read(names), "AlarmSource.read");
    }

    /** Reads the metrics that several judgements need, each group once, and judges. What could not be read is missing. */
    public Map<Call.ReadMetrics, Response> readMetrics(Collection<Call.ReadMetrics> calls) {
        Duration period = ports.metrics().period();
        Map<TargetGroupRef, Instant> since = new LinkedHashMap<>();
        for (Call.ReadMetrics call : calls) {
            Instant from = call.windows().get(0).from().minus(period.multipliedBy(Judge.BEFORE));
            since.merge(call.blue(), from, PortCalls::earlier);
            since.merge(call.green(), from, PortCalls::earlier);
        }
        List<MetricSource.Query> queries = new ArrayList<>();
        since.forEach((group, from) -> queries.add(new MetricSource.Query(group, from)));
        Map<TargetGroupRef, MetricSource.Series> read = new HashMap<>();
        Defects.present(ports.metrics().read(queries), "MetricSource.read")
                .forEach((query, series) -> read.put(query.group(), series));
        Map<Call.ReadMetrics, Response> responses = new LinkedHashMap<>();
        for (Call.ReadMetrics call : calls) {
            MetricSource.Series blue = read.get(call.blue());
            MetricSource.Series green = read.get(call.green());
            if (blue != null && green != null) {
                responses.put(
                        call,
                        new Response.MetricsRead(Judge.judge(
                                call.policy(),
                                call.windows(),
                                period,
                                blue.points(),
                                green.points(),
                                earlier(blue.completeUntil(), green.completeUntil()))));
            } else {
                responses.put(
                        call,
                        new Response.NotRead(
                                Readings.Subject.of(Readings.Subject.Kind.METRICS),
                                new Problem(
                                        Problem.Kind.UNKNOWN,
                                        "read",
                                        (blue == null ? call.blue() : call.green()).id(),
                                        "the source has no metrics of it")));
            }
        }
        return responses;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Appends; an answer that does not say what became of each extension leaves all of them unknown. */
    public static List<Journal.Appended> append(Journal journal, List<Journal.Extension> extensions) {
        List<Journal.Appended> outcomes = Defects.present(journal.append(extensions), "Journal.append");
        if (outcomes.size() != extensions.size()) {
            throw new IllegalStateException("Journal.append returned " + outcomes.size() + " outcomes for "
                    + extensions.size() + " extensions");
        }
        return outcomes;
    }

    /** Stores orders. */
    public static List<Journal.Appended> open(Journal journal, List<Journal.Opening> openings) {
        return Defects.present(journal.open(openings), "Journal.open");
    }

    /** Lists the deployments of some services that have not ended. */
    public static List<List<Journal.Head>> unfinished(Journal journal, List<ServiceRef> services) {
        return Defects.present(journal.unfinished(services), "Journal.unfinished");
    }

    /** Reads mailboxes. */
    public static List<List<Journal.Mail>> mail(Journal journal, List<DeploymentId> deployments) {
        return Defects.present(journal.mail(deployments), "Journal.mail");
    }

    /** Claims; an answer that is not about the services in their order is a failure. */
    public static List<Journal.ClaimResult> claimAndRead(Journal journal, List<ServiceRef> services, String engine) {
        List<Journal.ClaimResult> results =
                Defects.present(journal.claimAndRead(services, engine), "Journal.claimAndRead");
        if (!results.stream().map(Journal.ClaimResult::service).toList().equals(services)) {
            throw new IllegalStateException("Journal.claimAndRead returned "
                    + results.stream().map(Journal.ClaimResult::service).toList() + " for " + services);
        }
        return results;
    }

    @Override
    public PortMethod describeService(Call.DescribeService call) {
        return new PortMethod(Operation.DESCRIBE, permit -> new Response.ServiceDescribed(describe(call.service())));
    }

    private ServiceDescription describe(ServiceRef service) {
        for (ServiceDescription described : describe(List.of(service))) {
            if (described.service().equals(service)) {
                return described;
            }
        }
        throw gone(service);
    }

    public static PortException gone(ServiceRef service) {
        return new PortException(
                new Problem(Problem.Kind.GONE, "describe", service.toString(), "there is no such service"));
    }

    @Override
    public PortMethod runChecks(Call.RunChecks call) {
        return new PortMethod(
                Operation.CHECK, permit -> new Response.ChecksMade(new Checks(ports, call.spec()).beforeStart()));
    }

    /** Whether the runtime would refuse the revision, for a preflight; empty for a recovery. */
    public Optional<Finding> revision(DeploymentSpec spec) {
        return new Checks(ports, spec).revision();
    }

    /** What the checks of ports and users find, for a preflight. */
    public List<Finding> checks(DeploymentSpec spec) {
        return new Checks(ports, spec).forPreflight();
    }

    @Override
    public PortMethod readRoute(Call.ReadRoute call) {
        return new PortMethod(
                Operation.READ_ROUTE,
                permit -> new Response.RouteRead(
                        Defects.present(ports.router().read(call.route()), "TrafficRouter.read")));
    }

    @Override
    public PortMethod readHealth(Call.ReadHealth call) {
        return new PortMethod(
                Operation.READ_HEALTH,
                permit -> new Response.HealthRead(
                        Defects.present(ports.router().health(call.service(), call.group()), "TrafficRouter.health")));
    }

    @Override
    public PortMethod readUsers(Call.ReadUsers call) {
        return new PortMethod(
                Operation.READ_USERS,
                permit -> new Response.UsersRead(
                        Defects.present(ports.router().routesTo(call.groups()), "TrafficRouter.routesTo")));
    }

    @Override
    public PortMethod readAlarms(Call.ReadAlarms call) {
        return new PortMethod(
                Operation.READ_ALARMS, permit -> new Response.AlarmsRead(readAlarms(Set.copyOf(call.names()))));
    }

    @Override
    public PortMethod readMetrics(Call.ReadMetrics call) {
        return new PortMethod(
                Operation.READ_METRICS,
                permit -> Objects.requireNonNull(readMetrics(List.of(call)).get(call)));
    }

    @Override
    public PortMethod readScaleIn(Call.ReadScaleIn call) {
        return new PortMethod(
                Operation.READ_SCALE_IN,
                permit -> new Response.ScaleInRead(
                        Defects.present(ports.autoScaling().read(call.service()), "AutoScalingGuard.read")));
    }

    @Override
    public PortMethod askPolicies(Call.AskPolicies call) {
        return new PortMethod(
                Operation.ASK_POLICIES,
                permit -> new Response.PoliciesAnswered(ports.policies().ask(call.request(), ports.journal())));
    }

    /** The writer recognises the order by its id alone: whoever placed it placed the same one. */
    @Override
    public PortMethod placeOrder(Call.PlaceOrder call) {
        Journal.Opening opening = new Journal.Opening(
                call.order(),
                call.spec().service(),
                0,
                UUID.nameUUIDFromBytes(("order " + call.order()).getBytes(StandardCharsets.UTF_8))
                        .toString(),
                new ProgressEvent.DeploymentCreated(call.at(), call.order(), call.spec(), Optional.empty()),
                call.at());
        return new PortMethod(Operation.OPEN, permit -> {
            Journal.Appended outcome = Defects.present(ports.journal().open(opening), "Journal.open");
            boolean isThere = outcome.status() == Journal.Appended.Status.APPENDED
                    || ports.journal().read(call.order()).isPresent();
            if (!isThere) {
                throw new PortException(new Problem(
                        Problem.Kind.UNKNOWN, "open", call.order().value(), "the journal does not show the order"));
            }
            return ACCEPTED;
        });
    }

    private static PortMethod change(Operation operation, Consumer<SendPermit> change) {
        return new PortMethod(operation, permit -> {
            change.accept(permit);
            return ACCEPTED;
        });
    }

    @Override
    public PortMethod writeRoute(Call.WriteRoute call) {
        return change(
                Operation.WRITE_ROUTE,
                permit -> ports.router().within(permit).write(call.route(), call.fingerprint(), call.split()));
    }

    @Override
    public PortMethod launchRevision(Call.LaunchRevision call) {
        return change(Operation.LAUNCH, permit -> ports.runtime().within(permit).launch(call.request()));
    }

    @Override
    public PortMethod scaleRevision(Call.ScaleRevision call) {
        return change(
                Operation.SCALE,
                permit -> ports.runtime().within(permit).scale(call.service(), call.revision(), call.desired()));
    }

    @Override
    public PortMethod makePrimary(Call.MakePrimary call) {
        return change(
                Operation.MAKE_PRIMARY,
                permit -> ports.runtime().within(permit).makePrimary(call.service(), call.revision()));
    }

    @Override
    public PortMethod retireRevision(Call.RetireRevision call) {
        return change(
                Operation.RETIRE, permit -> ports.runtime().within(permit).retire(call.service(), call.revision()));
    }

    @Override
    public PortMethod suspendScaleIn(Call.SuspendScaleIn call) {
        return change(
                Operation.SUSPEND_SCALE_IN,
                permit -> ports.autoScaling().within(permit).suspend(call.service()));
    }

    @Override
    public PortMethod restoreScaleIn(Call.RestoreScaleIn call) {
        return change(
                Operation.RESTORE_SCALE_IN,
                permit -> ports.autoScaling().within(permit).restore(call.service()));
    }

    @Override
    public PortMethod invokeHook(Call.InvokeHook call) {
        HookSpec spec = call.invocation().hook();
        Optional<LifecycleHook> hook = switch (spec.kind()) {
            case NAMED, PAUSE -> Optional.ofNullable(ports.hooks().get(spec.name()));
            case LAMBDA -> ports.lambdaHooks();
        };
        return new PortMethod(
                Operation.INVOKE_HOOK,
                permit -> new Response.HookAnswered(Defects.ask(
                        hook.orElseThrow(() -> new PortException(new Problem(
                                Problem.Kind.GONE,
                                "invoke",
                                spec.name(),
                                "this engine has no such hook: register it with the engine's builder"))),
                        call.invocation())));
    }
}
