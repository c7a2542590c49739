package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.rules.Guards;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten engines with one fault each, in their workflow or just in front of a port, are each found out by the simulation, which
 * finds nothing without the fault ({@link CampaignTest}).
 */
@Tag("simulation")
class PlantedFaultsTest {
    private static final long MOST_SEEDS = 3_000;

    private static void finds(WorldInvariant invariant, UnaryOperator<Scenario> plant) {
        CampaignReport report = Campaign.ofAnything(plant).seeds(MOST_SEEDS).run();
        assertThat(report.failure()).as("what the campaign found").hasValueSatisfying(failure -> {
            System.out.printf(
                    "found with seed %d: %s%n    %s%n",
                    failure.seed(), failure.error().getMessage(), failure.incidents());
            assertThat(failure.error().invariant()).isEqualTo(invariant);
            assertThat(failure.story()).isNotEmpty();
        });
    }

    private static UnaryOperator<Scenario> guardedBy(Guards guards) {
        return scenario -> scenario.workflow(new Workflow(guards, List.of()));
    }

    @Test
    void aLatchedCapacityGate() {
        finds(WorldInvariant.I1, guardedBy(BrokenGuards.withLatchedCapacity()));
    }

    @Test
    void noCleanUpGate() {
        finds(WorldInvariant.I3, guardedBy(BrokenGuards.withoutCleanUpGate()));
    }

    @Test
    void aStopThatIsLost() {
        finds(WorldInvariant.I5, guardedBy(BrokenGuards.withLostStops()));
    }

    @Test
    void withoutR1AChangeIsSentWhileAnotherMayStillLand() {
        finds(WorldInvariant.I14, guardedBy(BrokenGuards.withoutQuiescence()));
    }

    @Test
    void withoutR2AWayLeadsBackFromCleanUp() {
        finds(WorldInvariant.I12, guardedBy(BrokenGuards.withoutPointOfNoReturn()));
    }

    @Test
    void aHookVerdictThatIsReused() {
        finds(WorldInvariant.I4, scenario -> scenario.hooksMeddledWith(Reusing::new));
    }

    /** Knows what a hook of that name has said, and does not ask again. */
    private static final class Reusing implements LifecycleHook {
        private final LifecycleHook hook;
        private final Map<String, HookResult> said = new HashMap<>();

        Reusing(LifecycleHook hook) {
            this.hook = hook;
        }

        @Override
        public HookResult invoke(HookInvocation invocation) {
            HookResult known = said.get(invocation.hook().name());
            if (known != null && known.status() == HookResult.Status.SUCCEEDED) {
                return known;
            }
            HookResult result = hook.invoke(invocation);
            said.put(invocation.hook().name(), result);
            return result;
        }
    }

    @Test
    void aSuspensionThatIsNotRestored() {
        finds(
                WorldInvariant.I7,
                scenario ->
                        scenario.ports((world, builder) -> builder.autoScaling(new Forgetful(world.autoScaling()))));
    }

    /** Says that it has restored what it has not. */
    private record Forgetful(AutoScalingGuard guard) implements AutoScalingGuard {
        private static final ScaleInSetting RESTORED = new ScaleInSetting(true, false);

        @Override
        public ScaleInSetting read(ServiceRef service) {
            return guard.read(service).scalable() ? RESTORED : guard.read(service);
        }

        @Override
        public void suspend(ServiceRef service) {
            guard.suspend(service);
        }

        @Override
        public void restore(ServiceRef service) {}
    }

    @Test
    void anAnswerThatIsLostAndALaunchThatIsRepeated() {
        finds(
                WorldInvariant.I10,
                scenario -> scenario.ports((world, builder) -> builder.runtime(new Unaware(world.runtime()))));
    }

    /** Gives every launch a token of its own, and does not recognise what it has launched. */
    private static final class Unaware implements ServiceRuntime {
        private final ServiceRuntime runtime;
        private int launches;

        Unaware(ServiceRuntime runtime) {
            this.runtime = runtime;
        }

        @Override
        public List<ServiceDescription> describe(List<ServiceRef> services) {
            return runtime.describe(services).stream().map(this::forget).toList();
        }

        private ServiceDescription forget(ServiceDescription service) {
            return new ServiceDescription(
                    service.service(),
                    service.desiredCount(),
                    service.scalesRevisions(),
                    service.revisions().stream()
                            .map(revision -> launches == 1
                                    ? new ServiceDescription.Revision(
                                            revision.revision(),
                                            revision.definition(),
                                            revision.targetGroup(),
                                            revision.primary(),
                                            Optional.empty(),
                                            revision.counts())
                                    : revision)
                            .toList());
        }

        @Override
        public void launch(LaunchRequest request) {
            runtime.launch(new LaunchRequest(
                    request.service(),
                    request.revision(),
                    request.targetGroup(),
                    request.desiredCount(),
                    request.owner(),
                    request.token() + ++launches));
        }

        @Override
        public void scale(ServiceRef service, RevisionRef revision, int desired) {
            runtime.scale(service, revision, desired);
        }

        @Override
        public void makePrimary(ServiceRef service, RevisionRef revision) {
            runtime.makePrimary(service, revision);
        }

        @Override
        public void retire(ServiceRef service, RevisionRef revision) {
            runtime.retire(service, revision);
        }
    }

    @Test
    void aRollbackThatStartsBlueAnew() {
        finds(
                WorldInvariant.I10,
                scenario -> scenario.ports((world, builder) -> builder.router(new Restarting(world, scenario.spec()))));
    }

    /** When production goes back, blue is launched again beside the one that runs. */
    private record Restarting(SimulatedWorld world, DeploymentSpec spec) implements TrafficRouter {
        @Override
        public WriteMode writeMode() {
            return world.router().writeMode();
        }

        @Override
        public RouteReading read(RouteRef route) {
            return world.router().read(route);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            TrafficSplit before = world.split(route);
            world.router().write(route, fingerprint, split);
            TargetGroupRef blue = spec.targetGroups().first();
            if (split.isAllOn(blue) && !before.isAllOn(blue)) {
                world.runtime()
                        .launch(new LaunchRequest(
                                spec.service(), RevisionSpec.of("blue"), blue, 1, new DeploymentId("d-1"), "anew"));
            }
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            return world.router().routesTo(groups);
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            return world.router().health(service, group);
        }
    }

    /**
     * An engine believes in its lease for longer than the journal does, and stands still; its heir has claimed the service, and
     * does not know it yet when the first one goes on and appends.
     */
    @Test
    void aFenceThatIsNotChecked() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
                .revision("checkout:42")
                .productionRoute("web")
                .targetGroups("first", "second")
                .bakeTime(Duration.ofSeconds(20))
                .build();
        assertThat(standingStill(spec, UnaryOperator.identity())).isEmpty();
        assertThat(standingStill(spec, PlantedFaultsTest::unfenced))
                .hasValueSatisfying(error -> assertThat(error.invariant()).isEqualTo(WorldInvariant.I9));
    }

    private static Optional<BrokenInvariantError> standingStill(DeploymentSpec spec, UnaryOperator<Journal> journal) {
        AtomicBoolean forgets = new AtomicBoolean();
        UnaryOperator<Journal> both = inner -> forgetting(journal.apply(inner), forgets);
        try (Simulation simulation = Scenario.of(spec).engines(2).journal(both).simulate()) {
            simulation.when(ProgressEvent.BakeStarted.class, then -> {
                forgets.set(true);
                // The heir claims the service right after it has renewed its own lease, which the journal forgets, too.
                Duration from = then.time().sinceStart().plusSeconds(14);
                Duration until = from.plusSeconds(76);
                then.faults().on(Operation.CLAIM).between(from, until).happens(Fault.ANSWER_LOST);
                then.faults().on(Operation.RELEASE).between(from, until).happens(Fault.TIMES_OUT);
                // By then it has renewed its lease once, which the journal forgets; the bake ends while it stands
                // still.
                then.after(Duration.ofSeconds(11), later -> later.standStill(Duration.ofSeconds(12)));
                then.after(Duration.ofSeconds(30), later -> forgets.set(false));
            });
            simulation.run();
            return Optional.empty();
        } catch (BrokenInvariantError error) {
            return Optional.of(error);
        }
    }

    /** A journal that forgets a lease after a second, whatever it was asked for. */
    private static Journal forgetting(Journal journal, AtomicBoolean forgets) {
        return meddled((method, arguments) -> {
            if (method.getName().equals("renew") && forgets.get()) {
                journal.renew((String) arguments[0], Duration.ofSeconds(1));
                return null;
            }
            return method.invoke(journal, arguments);
        });
    }

    /** How a call is answered instead. */
    @FunctionalInterface
    private interface Meddling {
        @Nullable
        Object answer(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static Journal meddled(Meddling meddling) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return meddling.answer(method, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
        return (Journal)
                Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, handler);
    }

    /** A journal that compares versions, but no fences. */
    private static Journal unfenced(Journal journal) {
        return meddled((method, arguments) -> method.getName().equals("append")
                ? append(journal, (List<?>) arguments[0])
                : method.invoke(journal, arguments));
    }

    private static List<Journal.Appended> append(Journal journal, List<?> extensions) {
        List<Journal.Appended> outcomes = new ArrayList<>();
        for (Object one : extensions) {
            Journal.Extension extension = (Journal.Extension) one;
            Journal.Appended outcome = journal.append(List.of(extension)).get(0);
            boolean sameVersion = outcome.version() == extension.expectedVersion();
            if (outcome.status() == Journal.Appended.Status.LOST && sameVersion) {
                outcome = journal.append(List.of(new Journal.Extension(
                                extension.deployment(),
                                extension.service(),
                                extension.expectedVersion(),
                                outcome.fence(),
                                extension.entryId(),
                                extension.events(),
                                extension.wakeUp(),
                                extension.consumed())))
                        .get(0);
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }
}
