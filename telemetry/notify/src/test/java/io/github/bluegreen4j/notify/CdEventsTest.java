package io.github.bluegreen4j.notify;

import static io.github.bluegreen4j.notify.NotifiedShop.ID;
import static io.github.bluegreen4j.notify.NotifiedShop.run;
import static io.github.bluegreen4j.notify.NotifiedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cdevents.CDEvents;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CdEventsTest {
    private static final URI SOURCE = URI.create("https://deploy.example.com");
    private static PrintStream err = System.err;

    private final List<CdEvent> received = new ArrayList<>();

    /** A campaign plants thousands of defects, and the engine logs each with its stack. */
    @BeforeAll
    static void muteTheLog() {
        err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restoreTheLog() {
        System.setErr(err);
    }

    private VirtualEngine engine(NotifiedShop shop, String name) {
        return VirtualEngine.of(
                shop.time, CdEvents.through(shop.journal, SOURCE, received::add).addTo(shop.builder(name)));
    }

    private static boolean isValid(CdEvent event) {
        return CDEvents.validateCDEventJson(event.toJson());
    }

    @Test
    void aSuccessfulDeploymentUpgradesItsService() throws Exception {
        NotifiedShop shop = new NotifiedShop();
        try (VirtualEngine virtual = engine(shop, "a")) {
            run(virtual, virtual.engine().deploy(ID, spec().build(), "anna"));
        }

        assertThat(received)
                .singleElement()
                .satisfies(event -> assertThat(isValid(event)).isTrue());
        JsonNode json = new ObjectMapper().readTree(received.get(0).toJson());
        assertThat(json.at("/context/type").asText()).isEqualTo("dev.cdevents.service.upgraded.0.1.1");
        assertThat(json.at("/context/source").asText()).isEqualTo(SOURCE.toString());
        assertThat(json.at("/subject/id").asText()).isEqualTo("prod/checkout");
        assertThat(json.at("/subject/content/environment/id").asText()).isEqualTo("prod");
        assertThat(json.at("/subject/content/artifactId").asText()).isEqualTo("pkg:generic/checkout@42");
        assertThat(json.at("/customData/deployment").asText()).isEqualTo("d-1");
        assertThat(json.at("/customData/orderedBy").asText()).isEqualTo("anna");
        assertThat(json.at("/customData/status").asText()).isEqualTo("SUCCESSFUL");
    }

    @Test
    void aRollbackNamesWhatTheServiceRunsAgain() {
        NotifiedShop shop = new NotifiedShop();
        try (VirtualEngine virtual = engine(shop, "a")) {
            run(
                    virtual,
                    virtual.engine()
                            .deploy(
                                    ID,
                                    spec().hook(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, "smoke-test")
                                            .build()));
        }

        assertThat(received).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(CdEvent.Type.ROLLEDBACK);
            assertThat(event.artifactId()).isEqualTo("pkg:generic/checkout@41");
            assertThat(event.customData())
                    .containsEntry("ordered", "pkg:generic/checkout@42")
                    .containsEntry("status", "ROLLBACK_SUCCESSFUL")
                    .containsEntry("cause", "HOOK_FAILED");
        });
    }

    /** What is kept and retired is of no interest to those who use the service; an undo is. */
    @Test
    void anUndoIsARollbackAndWhatIsOnlyKeptIsNone() {
        for (boolean undone : new boolean[] {true, false}) {
            received.clear();
            NotifiedShop shop = new NotifiedShop();
            try (VirtualEngine virtual = engine(shop, "a")) {
                run(
                        virtual,
                        virtual.engine()
                                .deploy(ID, spec().keepBlue(Duration.ofHours(2)).build()));
                Deployment keeping = virtual.engine().keeping(ID).orElseThrow();
                if (undone) {
                    assertThat(keeping.by("alice").rollBack("odd")).isNotNull();
                }
                run(virtual, keeping);
                virtual.advance(Duration.ofHours(1));
            }

            assertThat(received)
                    .extracting(CdEvent::type)
                    .containsExactlyElementsOf(
                            undone
                                    ? List.of(CdEvent.Type.UPGRADED, CdEvent.Type.ROLLEDBACK)
                                    : List.of(CdEvent.Type.UPGRADED));
            if (undone) {
                assertThat(received.get(1).artifactId()).isEqualTo("pkg:generic/checkout@41");
                assertThat(received.get(1).customData()).containsEntry("orderedBy", "alice");
            }
        }
    }

    @Test
    void aRefusedOrderIsAnEndOfItsOwnAlsoWhenItsIdIsUsedAgain() {
        NotifiedShop shop = new NotifiedShop();
        try (VirtualEngine virtual = engine(shop, "a")) {
            run(
                    virtual,
                    virtual.engine()
                            .deploy(ID, spec().targetGroups("first", "nowhere").build()));
            run(virtual, virtual.engine().deploy(ID, spec().build()));
            virtual.advance(Duration.ofHours(1));
        }

        assertThat(received).extracting(CdEvent::type).containsExactly(CdEvent.Type.ROLLEDBACK, CdEvent.Type.UPGRADED);
        assertThat(received).extracting(CdEvent::id).doesNotHaveDuplicates();
        assertThat(received.get(0).customData()).containsEntry("refused", true);
    }

    @Test
    void definitionsBecomePackageUrls() {
        assertThat(CdEvents.packageUrl("checkout:42")).isEqualTo("pkg:generic/checkout@42");
        assertThat(CdEvents.packageUrl("checkout")).isEqualTo("pkg:generic/checkout");
        assertThat(CdEvents.packageUrl("pkg:oci/checkout@sha256:ab")).isEqualTo("pkg:oci/checkout@sha256:ab");
        assertThat(CdEvents.packageUrl("arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:42"))
                .isEqualTo("pkg:generic/arn%3Aaws%3Aecs%3Aeu-west-1%3A123456789012%3Atask-definition%2Fcheckout@42");
    }

    /** Whatever happens, each end that is delivered is one valid event, and every end is delivered. */
    @Test
    void everyEndOfACampaignIsExactlyOneValidEvent() {
        Map<String, Set<String>> ids = new HashMap<>();
        Set<DeploymentStatus> statuses = new HashSet<>();
        Set<CdEvent.Type> types = new HashSet<>();
        AtomicLong runs = new AtomicLong();
        Campaign.ofAnything(scenario -> {
                    long run = runs.incrementAndGet();
                    List<Journal> journals = new ArrayList<>();
                    return scenario.journal(journal -> {
                                journals.add(journal);
                                return journal;
                            })
                            .ports((world, builder) -> {
                                List<CdEvent> sent = new ArrayList<>();
                                CdEvents events = CdEvents.through(journals.get(0), SOURCE, sent::add);
                                builder.listener(CdEvents.LISTENER, (id, version, event) -> {
                                    sent.clear();
                                    events.onEvent(id, version, event);
                                    boolean isEnd = event instanceof ProgressEvent.DeploymentEnded;
                                    assertThat(sent).hasSizeBetween(isEnd && !id.isKeeping() ? 1 : 0, isEnd ? 1 : 0);
                                    if (event instanceof ProgressEvent.DeploymentEnded end && !sent.isEmpty()) {
                                        assertThat(isValid(sent.get(0)))
                                                .as(sent.get(0).toJson())
                                                .isTrue();
                                        statuses.add(end.status());
                                        types.add(sent.get(0).type());
                                        ids.computeIfAbsent(run + " " + id + " " + version, key -> new HashSet<>())
                                                .add(sent.get(0).id());
                                    }
                                });
                            });
                })
                .seeds(150)
                .run()
                .orThrow();

        assertThat(ids.values())
                .as("a constant id")
                .allMatch(all -> all.size() == 1)
                .hasSizeGreaterThan(140);
        assertThat(statuses)
                .containsExactlyInAnyOrder(
                        DeploymentStatus.SUCCESSFUL,
                        DeploymentStatus.STOPPED,
                        DeploymentStatus.ROLLBACK_SUCCESSFUL,
                        DeploymentStatus.ROLLBACK_FAILED);
        assertThat(types).containsExactlyInAnyOrder(CdEvent.Type.values());
    }

    /** At each call of an engine, before it takes effect and before it is answered. */
    @Test
    void anEngineThatDiesAnywhereLosesNoEvent() {
        NotifiedShop undisturbed = new NotifiedShop();
        long calls;
        try (VirtualEngine virtual = engine(undisturbed, "a")) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
            virtual.advance(Duration.ofMinutes(1));
            calls = virtual.calls().count();
        }
        for (long at = 1; at <= calls; at++) {
            for (Fate fate : List.of(Fate.hangs(), Fate.answerLost())) {
                received.clear();
                dies(at, fate);
                assertThat(received.stream().map(CdEvent::id).distinct())
                        .as("killed at call %d, %s", at, fate)
                        .hasSize(1);
                assertThat(received.get(0).customData()).containsEntry("status", "SUCCESSFUL");
            }
        }
    }

    private void dies(long at, Fate last) {
        NotifiedShop shop = new NotifiedShop();
        AtomicBoolean dead = new AtomicBoolean();
        AtomicLong calls = new AtomicLong();
        VirtualEngine first = engine(shop, "a");
        first.calls().fate(call -> {
            if (calls.incrementAndGet() < at) {
                return Fate.answered();
            }
            Fate fate = dead.getAndSet(true) ? Fate.hangs() : last;
            return fate;
        });
        assertThat(first.engine().deploy(ID, spec().build())).isNotNull();
        first.advanceUntil(dead::get, Duration.ofHours(1));
        first.kill();
        try (VirtualEngine heir = engine(shop, "b")) {
            run(heir, heir.engine().deploy(ID, spec().build()));
            heir.advance(Duration.ofMinutes(5));
        }
    }

    @Test
    void aReceiverThatIsAwayForADayGetsTheEventAfterwards() {
        NotifiedShop shop = new NotifiedShop();
        AtomicBoolean away = new AtomicBoolean(true);
        CdEvents events = CdEvents.through(shop.journal, SOURCE, event -> {
            if (away.get()) {
                throw PortException.later(
                        new Problem(Problem.Kind.UNAVAILABLE, "post", "receiver", "status 503"),
                        Duration.ofSeconds(10));
            }
            received.add(event);
        });
        try (VirtualEngine virtual = VirtualEngine.of(shop.time, events.addTo(shop.builder("a")))) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
            virtual.advance(Duration.ofDays(1));
            assertThat(received).isEmpty();
            away.set(false);
            virtual.advance(Duration.ofSeconds(20));
        }
        assertThat(received).hasSize(1);
    }

    @Test
    void anEventOfADeploymentThatHasNotEndedDoesNotExist() {
        assertThat(CdEvents.through(new NotifiedShop().journal, SOURCE, received::add)
                        .event(new DeploymentId("d-2"), List.of()))
                .isEmpty();
    }
}
