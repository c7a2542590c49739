package io.github.bluegreen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** What the endpoint answers when somebody is authenticated, late, too early, wrong or away. */
class DeploymentsEndpointTest {
    private static final DeploymentId ID = new DeploymentId("d-1");

    private final SimulatedWorld world = new ShopPorts().world();
    private final InMemoryJournal shared = InMemoryJournal.create();
    private boolean isAway;

    private final Journal journal = new ForwardingJournal(shared) {
        @Override
        protected void before(String operation) {
            if (isAway && !operation.equals("renew")) {
                throw new PortException(
                        new Problem(Problem.Kind.UNAVAILABLE, operation, "journal", "connection refused"));
            }
        }
    };

    private final DeploymentEngine engine = engine(journal);

    private DeploymentEngine engine(Journal on) {
        return DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .journal(on)
                .build();
    }

    @AfterEach
    void close() {
        isAway = false;
        engine.close();
    }

    private DeploymentsEndpoint endpoint(DeploymentEngine of) {
        return new DeploymentsEndpoint(
                of, journal, new SpecDefaults(new DefaultListableBeanFactory()), Duration.ofMinutes(1));
    }

    private static SecurityContext nobody() {
        return SecurityContext.NONE;
    }

    private static SecurityContext alice() {
        Principal principal = () -> "alice";
        SecurityContext context = mock(SecurityContext.class);
        when(context.getPrincipal()).thenReturn(principal);
        when(context.isUserInRole(any())).thenReturn(false);
        return context;
    }

    private WebEndpointResponse<Map<String, Object>> order(SecurityContext by, String actor) {
        return endpoint(engine).order(ShopPorts.SPEC, ID.value(), actor, by);
    }

    private Optional<String> orderedBy() {
        return engine.describe(ID).orElseThrow().orderedBy().map(Command.Origin::actor);
    }

    @Test
    void anAuthenticatedCallerIsTheActorWhateverTheRequestSays() {
        assertThat(order(alice(), "mallory").getStatus()).isEqualTo(200);
        assertThat(orderedBy()).contains("alice");
    }

    @Test
    void withoutAuthenticationTheRequestSaysWhoItIs() {
        assertThat(order(nobody(), "bob").getStatus()).isEqualTo(200);
        assertThat(orderedBy()).contains("bob");
    }

    @Test
    void anotherDeploymentUnderTheSameIdIsRefused() {
        order(nobody(), null);

        WebEndpointResponse<Map<String, Object>> second = endpoint(engine)
                .order(ShopPorts.SPEC.replace("checkout:42", "checkout:43"), ID.value(), null, nobody());

        assertThat(second.getStatus()).isEqualTo(409);
        assertThat(second.getBody().get("message").toString()).contains("d-1");
    }

    @Test
    void aCommandThatDoesNotExistOrAnswersNoPauseIsRefusedWithThoseThatDo() {
        order(nobody(), null);
        DeploymentsEndpoint endpoint = endpoint(engine);

        WebEndpointResponse<Map<String, Object>> unknown =
                endpoint.command("d-1", "proceed", null, null, null, nobody());
        assertThat(unknown.getStatus()).isEqualTo(400);
        assertThat(unknown.getBody())
                .containsEntry(
                        "message",
                        "command: \"proceed\" is not allowed; allowed: continue, rollback, abort or skip-bake");
        WebEndpointResponse<Map<String, Object>> otherPause =
                endpoint.command("d-1", "continue", null, "stop", null, nobody());
        assertThat(otherPause.getStatus()).isEqualTo(400);
        assertThat(otherPause.getBody().get("message").toString()).contains("pause: \"stop\" is not allowed");
    }

    @Test
    void aCommandForTheDeploymentOfAnotherEngineIsOnItsWay() {
        try (DeploymentEngine other = engine(shared)) {
            Deployment elsewhere = other.deploy(ID, SpecFile.parse("spec", ShopPorts.SPEC, Map.of(), defaults -> {}));
            elsewhere.accepted().orTimeout(1, TimeUnit.MINUTES).join();
            DeploymentEngine standby = DeploymentEngine.builder()
                    .runtime(world.runtime())
                    .router(world.router())
                    .journal(journal)
                    .buildStopped();

            WebEndpointResponse<Map<String, Object>> sent =
                    endpoint(standby).command("d-1", "abort", "enough", null, "carol", nobody());

            assertThat(sent.getStatus()).isEqualTo(202);
            assertThat(elsewhere
                            .completion()
                            .orTimeout(1, TimeUnit.MINUTES)
                            .join()
                            .requestedBy())
                    .map(Command.Origin::actor)
                    .contains("carol");
            standby.close();
        }
    }

    @Test
    void aJournalThatIsAwayIsUnavailable() {
        isAway = true;

        assertThat(endpoint(engine).deployment("d-1").getStatus()).isEqualTo(503);
        assertThat(endpoint(engine).deployments("prod/checkout").getStatus()).isEqualTo(503);
    }

    @Test
    void anOrderThatIsNotStoredYetIsAcceptedUnderItsId() {
        DeploymentEngine stopped = DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .journal(journal)
                .buildStopped();
        DeploymentsEndpoint impatient = new DeploymentsEndpoint(
                stopped, journal, new SpecDefaults(new DefaultListableBeanFactory()), Duration.ofMillis(1));

        WebEndpointResponse<Map<String, Object>> late = impatient.order(ShopPorts.SPEC, "d-9", null, nobody());

        assertThat(late.getStatus()).isEqualTo(202);
        assertThat(late.getBody()).containsEntry("deployment", "d-9");
        stopped.close();
        assertThat(impatient.order(ShopPorts.SPEC, "d-9", null, nobody()).getStatus())
                .isEqualTo(503);
    }

    @Test
    void aSpecificationHasThePoliciesOfTheApplication() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("policy", ConcurrencyPolicy.REJECT);
        DeploymentsEndpoint endpoint =
                new DeploymentsEndpoint(engine, journal, new SpecDefaults(beans), Duration.ofMinutes(1));
        endpoint.order(ShopPorts.SPEC, "d-1", null, nobody());

        WebEndpointResponse<Map<String, Object>> second = endpoint.order(ShopPorts.SPEC, "d-2", null, nobody());

        assertThat(second.getStatus()).isEqualTo(409);
        assertThat(second.getBody().get("message").toString()).contains("d-1");
    }

    @Test
    void anOpenDeploymentIsListed() {
        order(nobody(), null);

        Object lines = endpoint(engine).deployments(null).getBody().get("deployments");

        assertThat(lines).asString().contains("d-1", "prod/checkout", "PENDING");
    }
}
