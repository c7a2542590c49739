package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.PRODUCTION;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.TEST;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A plan names the policies, the writes before which they are asked, and what they would answer now. */
class EnginePlansPoliciesTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T06:00:00Z");

    private final EngineFixture fixture = new EngineFixture();

    private static DeploymentSpec canary() {
        return spec().canary(10, Duration.ofMinutes(1)).build();
    }

    private VirtualEngine engine(Map<String, Policy> policies) {
        var builder = fixture.builder().name("a");
        policies.forEach(builder::policy);
        return VirtualEngine.of(fixture.time, builder);
    }

    private static List<Plan.PolicyQuestion> questions(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.policies().stream())
                .toList();
    }

    @Test
    void itNamesEachWriteWithTheAnswersOfThisMoment() {
        PolicyAnswer frozen = PolicyAnswer.no("the weekend is frozen", MONDAY);
        try (VirtualEngine virtual =
                engine(Map.of("freeze", request -> request.production() ? frozen : PolicyAnswer.yes()))) {
            Plan plan = virtual.engine().plan(canary());

            assertThat(questions(plan))
                    .containsExactly(
                            new Plan.PolicyQuestion(TEST, Percent.HUNDRED, Map.of("freeze", PolicyAnswer.yes())),
                            new Plan.PolicyQuestion(PRODUCTION, Percent.percent(10), Map.of("freeze", frozen)),
                            new Plan.PolicyQuestion(PRODUCTION, Percent.HUNDRED, Map.of("freeze", frozen)));
            assertThat(plan.toText())
                    .contains(
                            "  policy freeze, before green gets 10% on route production; now: the weekend is frozen, until"
                                    + " 2026-03-02T06:00:00Z\n",
                            "  policy freeze, before green gets 100% on route test; now: yes\n");
            assertThat(plan.end()).as("the plan goes on as after a yes").isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(plan.toMermaid()).contains("policy freeze");
        }
    }

    /** What a deployment really asks is what its plan says, in the same order. */
    @Test
    void theDeploymentAsksWhatWasPlanned() {
        List<PolicyRequest> asked = new ArrayList<>();
        try (VirtualEngine virtual = engine(Map.of("audit", request -> {
            asked.add(request);
            return PolicyAnswer.yes();
        }))) {
            Plan plan = virtual.engine().plan(canary());
            List<PolicyRequest> planned = List.copyOf(asked);
            asked.clear();

            EngineFixture.run(virtual, virtual.engine().deploy(canary()));

            assertThat(planned).extracting(PolicyRequest::at).containsOnly(Instant.parse("2026-03-01T03:00:00Z"));
            assertThat(places(planned)).isEqualTo(places(asked)).hasSize(3);
            assertThat(questions(plan)).hasSize(3);
        }
    }

    private static Set<List<Object>> places(List<PolicyRequest> requests) {
        Set<List<Object>> places = new LinkedHashSet<>();
        requests.forEach(request -> places.add(
                List.of(request.route(), request.production(), request.greenShare(), request.step(), request.spec())));
        return places;
    }

    @Test
    void aPolicyThatFailsIsUnknownInThePlan() {
        try (VirtualEngine virtual = engine(Map.of("broken", request -> {
            throw new IllegalStateException("no connection");
        }))) {
            assertThat(virtual.engine().plan(canary()).toText())
                    .contains("policy broken, before green gets 10% on route production; now: unknown: it failed with");
        }
    }

    @Test
    void withoutPoliciesItNamesNone() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Plan plan = virtual.engine().plan(canary());

            assertThat(questions(plan)).isEmpty();
            assertThat(plan.line()).isEmpty();
            assertThat(plan.toText()).doesNotContain("policy");
        }
    }

    @Test
    void itSaysWhoHasStoppedTheLine() {
        Deployments.in(fixture.journal).by("alice").stopTheLine("checkout fails");
        try (VirtualEngine virtual = fixture.engine("a")) {
            assertThat(virtual.engine().plan(canary()).toText())
                    .containsPattern(
                            "\nthe line is stopped by alice, [^\n]*: checkout fails; until it is resumed, green gets no"
                                    + " more weight\n");

            Deployments.in(fixture.journal).by("bob").resumeTheLine("");
            assertThat(virtual.engine().plan(canary()).line()).isEmpty();
        }
    }

    /** A policy that never answers holds up whoever asks for the plan, and nothing of the engine. */
    @Test
    void policiesAreAskedOnTheCallersThread() {
        List<Thread> threads = new ArrayList<>();
        EngineFixture real = EngineFixture.withThreads();
        try (DeploymentEngine engine = real.builder()
                .policy("slow", request -> {
                    threads.add(Thread.currentThread());
                    return PolicyAnswer.yes();
                })
                .build()) {
            engine.plan(canary());

            assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
        }
    }
}
