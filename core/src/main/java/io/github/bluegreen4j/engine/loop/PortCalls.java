package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Which method of which port a call is. */
public final class PortCalls implements Call.Handler<CallRunner.PortCall.Body<Response>> {
    private static final Response ACCEPTED = new Response.Accepted();

    private final Ports ports;

    PortCalls(Ports ports) {
        this.ports = ports;
    }

    /** What an exception of a port means. */
    public static Problem problem(Throwable thrown, Supplier<String> operation) {
        return thrown instanceof PortException port
                ? port.problem()
                : new Problem(Problem.Kind.UNKNOWN, operation.get(), "", Defects.text(thrown));
    }

    /** When a port has room for a call that it put off; empty when it failed for another reason. */
    public static Optional<Duration> again(Throwable thrown) {
        return thrown instanceof PortException port ? port.again() : Optional.empty();
    }

    public List<ServiceDescription> describe(List<ServiceRef> services) {
        return Defects.present(ports.runtime().describe(services), "ServiceRuntime.describe");
    }

    public AlarmReading readAlarms(Set<String> names) {
        return Defects.present(ports.alarms().read(names), "AlarmSource.read");
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

    @Override
    public CallRunner.PortCall.Body<Response> describeService(Call.DescribeService call) {
        return permit -> new Response.ServiceDescribed(describe(call.service()));
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
    public CallRunner.PortCall.Body<Response> checkRevision(Call.CheckRevision call) {
        return change(permit -> ports.runtime().check(call.service(), call.revision(), call.groups()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> readRoute(Call.ReadRoute call) {
        return permit ->
                new Response.RouteRead(Defects.present(ports.router().read(call.route()), "TrafficRouter.read"));
    }

    @Override
    public CallRunner.PortCall.Body<Response> readHealth(Call.ReadHealth call) {
        return permit -> new Response.HealthRead(
                Defects.present(ports.router().health(call.service(), call.group()), "TrafficRouter.health"));
    }

    @Override
    public CallRunner.PortCall.Body<Response> readUsers(Call.ReadUsers call) {
        return permit -> new Response.UsersRead(
                Defects.present(ports.router().routesTo(call.groups()), "TrafficRouter.routesTo"));
    }

    @Override
    public CallRunner.PortCall.Body<Response> readAlarms(Call.ReadAlarms call) {
        return permit -> new Response.AlarmsRead(readAlarms(Set.copyOf(call.names())));
    }

    @Override
    public CallRunner.PortCall.Body<Response> readScaleIn(Call.ReadScaleIn call) {
        return permit -> new Response.ScaleInRead(
                Defects.present(ports.autoScaling().read(call.service()), "AutoScalingGuard.read"));
    }

    private static CallRunner.PortCall.Body<Response> change(Consumer<SendPermit> change) {
        return permit -> {
            change.accept(permit);
            return ACCEPTED;
        };
    }

    @Override
    public CallRunner.PortCall.Body<Response> writeRoute(Call.WriteRoute call) {
        return change(permit -> ports.router().within(permit).write(call.route(), call.fingerprint(), call.split()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> launchRevision(Call.LaunchRevision call) {
        return change(permit -> ports.runtime().within(permit).launch(call.request()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> scaleRevision(Call.ScaleRevision call) {
        return change(permit -> ports.runtime().within(permit).scale(call.service(), call.revision(), call.desired()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> makePrimary(Call.MakePrimary call) {
        return change(permit -> ports.runtime().within(permit).makePrimary(call.service(), call.revision()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> retireRevision(Call.RetireRevision call) {
        return change(permit -> ports.runtime().within(permit).retire(call.service(), call.revision()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> suspendScaleIn(Call.SuspendScaleIn call) {
        return change(permit -> ports.autoScaling().within(permit).suspend(call.service()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> restoreScaleIn(Call.RestoreScaleIn call) {
        return change(permit -> ports.autoScaling().within(permit).restore(call.service()));
    }

    @Override
    public CallRunner.PortCall.Body<Response> invokeHook(Call.InvokeHook call) {
        HookSpec spec = call.invocation().hook();
        Optional<LifecycleHook> hook = switch (spec.kind()) {
            case NAMED, PAUSE -> Optional.ofNullable(ports.hooks().get(spec.name()));
            case LAMBDA -> ports.lambdaHooks();
        };
        return permit -> new Response.HookAnswered(Defects.ask(
                hook.orElseThrow(() -> new PortException(new Problem(
                        Problem.Kind.GONE,
                        "invoke",
                        spec.name(),
                        "this engine has no such hook: register it with the engine's builder"))),
                call.invocation()));
    }
}
