package io.github.bluegreen4j.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
    private static final Policy BROKEN = request -> {
        throw new IllegalStateException("no connection");
    };

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final TimeSource time = new TimeSource() {
        @Override
        public Instant wall() {
            return now.get();
        }

        @Override
        public long nanos() {
            return Duration.between(NOW, now.get()).toNanos();
        }
    };
    private final Journal journal = InMemoryJournal.create(time);

    private static PolicyRequest request() {
        return new PolicyRequest(
                NOW,
                new DeploymentId("d-1"),
                DeploymentSpec.blueGreen(new ServiceRef("prod", "shop"))
                        .revision("shop:2")
                        .productionRoute("web")
                        .targetGroups("one", "two")
                        .build(),
                new RouteRef("web"),
                true,
                Percent.HUNDRED,
                1,
                Optional.empty());
    }

    /** The engine asks every 10 s. An operator needs to read of it once, and then now and then. */
    @Test
    void aPolicyThatKeepsFailingIsLoggedWithOneStackAndThenCounted() throws InterruptedException {
        Map<String, Policy> both = new LinkedHashMap<>();
        both.put("broken {}", BROKEN);
        both.put("too", BROKEN);
        Policies policies = new Policies(both, time);
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 60; i++) {
                assertThat(policies.ask(Optional.of(request()), journal).refusals())
                        .hasSize(2)
                        .allMatch(refusal -> refusal.contains("unknown: it failed with"));
                now.set(now.get().plusSeconds(10));
            }
        } finally {
            System.setErr(before);
        }

        List<String> log = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        for (String name : List.of("Policy broken { } failed", "Policy too failed")) {
            List<String> lines =
                    log.stream().filter(line -> line.contains(name)).toList();
            assertThat(lines).hasSize(5).allMatch(line -> line.contains("deployment d-1"));
            assertThat(lines.get(4)).contains("no connection; again, 48 times since 03:00:00Z");
        }
        assertThat(log)
                .filteredOn("java.lang.IllegalStateException: no connection"::equals)
                .as("stacks")
                .hasSize(1);
    }

    @Test
    void everyPolicyAnswersWithItsNameAtTheTimeOfTheQuestion() throws InterruptedException {
        Policies policies = new Policies(Map.of("clock", request -> PolicyAnswer.no("it is " + request.at())), time);
        now.set(NOW.plusSeconds(5));

        assertThat(policies.answers(request()))
                .isEqualTo(Map.of("clock", PolicyAnswer.no("it is 2026-03-01T03:00:05Z")));
    }
}
