package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.blue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.shifted;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.sicken;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A port that says one thing wrong makes a good engine promote what was never accepted, or lose requests: the oracle sees it in
 * the world, and sees nothing where the port says the truth.
 */
class PlantedLossesTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private static Optional<BrokenInvariantError> run(Scenario scenario, Consumer<Simulation> story) {
        try (Simulation simulation = scenario.simulate()) {
            story.accept(simulation);
            simulation.run();
            return Optional.empty();
        } catch (BrokenInvariantError error) {
            return Optional.of(error);
        }
    }

    private static void finds(
            WorldInvariant invariant,
            String what,
            DeploymentSpec spec,
            Consumer<Simulation> story,
            BiConsumer<SimulatedWorld, EngineBuilder> fault) {
        assertThat(run(Scenario.of(spec), story)).as("without the fault").isEmpty();
        assertThat(run(Scenario.of(spec).ports(fault), story)).as("with it").hasValueSatisfying(error -> {
            assertThat(error.invariant()).isEqualTo(invariant);
            assertThat(error).hasMessageContaining(what);
        });
    }

    /** A port of which one method answers something else. */
    private static <P> P meddled(Class<P> port, P working, String name, UnaryOperator<Object> other) {
        InvocationHandler meddling = (proxy, method, arguments) -> {
            try {
                Object answer = method.invoke(working, arguments);
                if (method.getReturnType().equals(port)) {
                    return proxy;
                }
                return method.getName().equals(name) ? other.apply(answer) : answer;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, meddling));
    }

    private static BiConsumer<SimulatedWorld, EngineBuilder> describing(
            UnaryOperator<ServiceDescription.Revision> words) {
        return (world, builder) -> builder.runtime(meddled(
                ServiceRuntime.class,
                world.runtime(),
                "describe",
                answer -> ((List<?>) answer)
                        .stream()
                                .map(ServiceDescription.class::cast)
                                .map(service -> new ServiceDescription(
                                        service.service(),
                                        service.desiredCount(),
                                        service.scalesRevisions(),
                                        service.revisions().stream().map(words).toList()))
                                .toList()));
    }

    private static BiConsumer<SimulatedWorld, EngineBuilder> routing(String method, UnaryOperator<Object> other) {
        return (world, builder) -> builder.router(meddled(TrafficRouter.class, world.router(), method, other));
    }

    private static ServiceDescription.Revision revision(
            ServiceDescription.Revision revision, boolean primary, ServiceDescription.Counts counts) {
        return new ServiceDescription.Revision(
                revision.revision(),
                revision.definition(),
                revision.targetGroup(),
                primary,
                revision.owner(),
                counts,
                revision.failures());
    }

    /** The label is read where it is not: what was aborted is taken for what was accepted. */
    @Test
    void aLabelThatIsReadWrong() {
        LifecycleStage stage = LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
        finds(
                WorldInvariant.I15,
                "what runs in green-group was never accepted",
                spec().pause(stage, TEN_MINUTES, TimeoutAction.CONTINUE).build(),
                simulation -> {
                    // What serves was launched by a deployment of ours, so that no foreign revision is in the way.
                    simulation.world().removeRevision(SHOP, blue(simulation));
                    RevisionRef ours = simulation.world().launched(SHOP, "blue", BLUE, new DeploymentId("d-0"));
                    simulation.world().runtime().makePrimary(SHOP, ours);
                    simulation.time().advance(Duration.ofMinutes(1));
                    simulation.when(HookEvent.HookStarted.class, s -> {
                        s.abort("not this one");
                        s.after(Duration.ofMinutes(1), Simulation::deploy);
                    });
                    simulation.deploy();
                    simulation.time().advance(TEN_MINUTES);
                },
                describing(one -> revision(one, one.revision().id().startsWith("shop:2"), one.counts())));
    }

    /** A data plane follows late, and nobody waits for it before blue is retired. */
    @Test
    void aLagThatNobodyWaitsFor() {
        finds(
                WorldInvariant.I16,
                "is retired while web sends requests to blue-group",
                spec().bakeTime(Duration.ZERO).build(),
                simulation -> simulation.world().settle(WEB, Duration.ofMinutes(2)),
                routing("read", answer -> {
                    RouteReading read = (RouteReading) answer;
                    return new RouteReading(
                            read.route(), read.split(), read.stickiness(), read.fingerprint(), Duration.ZERO);
                }));
    }

    @Test
    void aRuleOfOthersThatNobodySees() {
        Scenario scenario = Scenario.of(spec().build())
                .world(world -> world.addRoute(new RouteRef("theirs"), new TrafficSplit(Map.of(BLUE, 1))))
                .ports(routing("routesTo", answer -> Set.of()));
        assertThat(run(scenario, simulation -> {}))
                .hasValueSatisfying(error -> assertThat(error)
                        .hasMessageContaining("I16, ")
                        .hasMessageContaining("is retired while theirs sends requests to blue-group"));
    }

    /** Green dies while it carries production, and every reading says that it lives. */
    @Test
    void aGreenWhoseDeathNobodySees() {
        finds(
                WorldInvariant.I16,
                "web sends requests to green-group, where nobody is healthy",
                spec().canary(10, Duration.ofMinutes(30)).build(),
                simulation -> simulation.when(shifted(WEB, 10), s -> sicken(s, SimulatedShop.GREEN)),
                routing("health", answer -> {
                    TargetHealth health = (TargetHealth) answer;
                    return new TargetHealth(
                            health.group(),
                            health.targets().stream()
                                    .map(target -> target.state() == TargetHealth.State.UNHEALTHY
                                            ? new TargetHealth.Target(
                                                    target.id(), TargetHealth.State.HEALTHY, target.owner())
                                            : target)
                                    .toList());
                }));
    }

    /** Green dies on the way back, while blue could answer, and every reading says that blue is dead. */
    @Test
    void aWayBackThatIsNotTaken() {
        finds(
                WorldInvariant.I16,
                "web sends requests to green-group, where nobody is healthy",
                spec().canary(10, Duration.ofMinutes(30)).build(),
                simulation -> simulation.when(
                        shifted(WEB, 10),
                        s -> s.after(Duration.ofMinutes(1), later -> {
                            later.rollBack("the numbers look odd");
                            sicken(later, SimulatedShop.GREEN);
                        })),
                routing("health", answer -> {
                    TargetHealth health = (TargetHealth) answer;
                    TargetHealth.State wrong =
                            health.group().equals(BLUE) ? TargetHealth.State.UNHEALTHY : TargetHealth.State.HEALTHY;
                    return new TargetHealth(
                            health.group(),
                            health.targets().stream()
                                    .map(target -> new TargetHealth.Target(target.id(), wrong, target.owner()))
                                    .toList());
                }));
    }

    /** Somebody scales blue to 0, and every description says that it runs what it should. */
    @Test
    void aBlueScaledToZeroThatNobodyBringsBack() {
        finds(
                WorldInvariant.I16,
                "runs no task",
                spec().canary(10, Duration.ofMinutes(30)).build(),
                simulation -> simulation.when(shifted(WEB, 10), s -> {
                    s.world().rescale(SHOP, blue(s), 0);
                    s.rollBack("the numbers look odd");
                }),
                describing(one -> one.owner().isPresent()
                        ? one
                        : revision(one, one.primary(), new ServiceDescription.Counts(2, 0, 2, 0, true))));
    }
}
