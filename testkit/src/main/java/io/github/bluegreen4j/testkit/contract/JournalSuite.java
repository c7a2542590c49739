package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** The base of the journal's suites: two services, an engine, and helpers. */
abstract class JournalSuite extends ContractSuite<JournalFixture> {
    static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant SOON = AT.plusSeconds(60);
    static final Instant MUCH_LATER = AT.plusSeconds(86_400);
    static final ServiceRef SHOP = new ServiceRef("contract-cluster", "shop");
    static final ServiceRef BANK = new ServiceRef("contract-cluster", "bank");
    static final DeploymentId ONE = new DeploymentId("deployment-1");
    static final DeploymentId TWO = new DeploymentId("deployment-2");
    static final DeploymentId THREE = new DeploymentId("deployment-3");
    static final DeploymentId FOUR = new DeploymentId("deployment-4");
    static final DeploymentId FIVE = new DeploymentId("deployment-5");
    static final DeploymentId SIX = new DeploymentId("deployment-6");
    static final String ENGINE = "engine-a";
    static final String OTHER_ENGINE = "engine-b";

    Journal journal;

    @BeforeEach
    final void open() {
        journal = fixture.journal();
    }

    /** Returns the first events of a deployment. */
    static List<DeploymentEvent> begun(DeploymentId deployment, ServiceRef service) {
        DeploymentSpec spec = DeploymentSpec.blueGreen(service)
                .revision("shop:42")
                .productionRoute("production")
                .targetGroups("group-a", "group-b")
                .build();
        return List.of(
                new ProgressEvent.DeploymentCreated(AT, deployment, spec), new ProgressEvent.DeploymentAdmitted(AT));
    }

    /** How far an engine's clock may be ahead of the others; negative if it is behind. */
    static final List<Duration> CLOCKS =
            List.of(Duration.ofMinutes(10), Duration.ZERO, Duration.ofMinutes(-10), Duration.ofDays(-40));

    /** Returns the order of a deployment that has a number of events. */
    static Journal.Opening order(DeploymentId deployment, ServiceRef service, long version) {
        return new Journal.Opening(
                deployment,
                service,
                version,
                deployment + "-order-at-" + version,
                begun(deployment, service).get(0),
                SOON);
    }

    static DeploymentEvent admitted(DeploymentId deployment, ServiceRef service) {
        return begun(deployment, service).get(1);
    }

    static DeploymentEvent entered(int position) {
        return new ProgressEvent.StageEntered(AT.plusSeconds(position), position);
    }

    static DeploymentEvent ended() {
        return new ProgressEvent.DeploymentEnded(
                AT.plusSeconds(99),
                DeploymentStatus.SUCCESSFUL,
                "done",
                List.of("a \"left-over\", named"),
                List.of("route \"production\" gives 100 % to green"),
                List.of("a warning"));
    }

    static Journal.Extension extension(
            DeploymentId deployment, ServiceRef service, long version, long fence, DeploymentEvent... events) {
        return new Journal.Extension(
                deployment,
                service,
                version,
                fence,
                deployment + "-entry-at-" + version + "-" + fence,
                List.of(events),
                Optional.of(MUCH_LATER),
                List.of());
    }

    static Journal.Extension first(DeploymentId deployment, ServiceRef service, long fence) {
        return extension(
                deployment, service, 0, fence, begun(deployment, service).toArray(new DeploymentEvent[0]));
    }

    static Journal.Extension waking(Journal.Extension extension, Optional<Instant> wakeUp) {
        return with(extension, wakeUp, extension.consumed(), extension.listeners());
    }

    static Journal.Extension consuming(Journal.Extension extension, String... consumed) {
        return with(extension, extension.wakeUp(), List.of(consumed), extension.listeners());
    }

    static Journal.Extension naming(Journal.Extension extension, String... listeners) {
        return with(extension, extension.wakeUp(), extension.consumed(), Set.of(listeners));
    }

    private static Journal.Extension with(
            Journal.Extension extension, Optional<Instant> wakeUp, List<String> consumed, Set<String> listeners) {
        return new Journal.Extension(
                extension.deployment(),
                extension.service(),
                extension.expectedVersion(),
                extension.fence(),
                extension.entryId(),
                extension.events(),
                wakeUp,
                consumed,
                listeners);
    }

    /** Renews an engine's lease and claims a service, which must succeed. */
    long claimed(ServiceRef service, String engine) {
        journal.renew(engine, fixture.lease());
        Optional<Long> fence = journal.claim(service, engine);
        assertThat(fence).as("the fence of %s for %s", engine, service).isPresent();
        return fence.orElseThrow();
    }

    /** Lets time pass until every lease has expired. */
    void leasesRunOut() {
        fixture.letPass(fixture.lease().plusMillis(1));
    }

    Journal.Appended append(Journal.Extension extension) {
        List<Journal.Appended> outcomes = journal.append(List.of(extension));
        assertThat(outcomes).as("outcomes of one extension").hasSize(1);
        return outcomes.get(0);
    }

    /** Appends an extension, which must be accepted. */
    void kept(Journal.Extension extension) {
        Journal.Appended expected = new Journal.Appended(
                Journal.Appended.Status.APPENDED,
                extension.expectedVersion() + extension.events().size(),
                extension.fence());
        assertThat(append(extension))
                .as("the outcome of %s", extension.entryId())
                .isEqualTo(expected);
    }

    /** Appends an extension, which must be rejected. */
    void lost(Journal.Extension extension, long version, long fence) {
        assertThat(append(extension))
                .as("the outcome of %s", extension.entryId())
                .isEqualTo(new Journal.Appended(Journal.Appended.Status.LOST, version, fence));
    }

    /** Opens a deployment in a process without a lease, which must succeed. */
    void opened(Journal.Opening opening) {
        assertThat(fixture.elsewhere().open(opening))
                .as("the outcome of %s", opening.entryId())
                .extracting(Journal.Appended::status, Journal.Appended::version)
                .containsExactly(Journal.Appended.Status.APPENDED, opening.expectedVersion() + 1);
    }

    /** Opens a deployment, which must be rejected. */
    void notOpened(Journal.Opening opening, long version, long fence) {
        assertThat(fixture.elsewhere().open(opening))
                .as("the outcome of %s", opening.entryId())
                .isEqualTo(new Journal.Appended(Journal.Appended.Status.LOST, version, fence));
    }

    /** Returns what another process reads of a deployment. */
    Journal.History read(DeploymentId deployment) {
        Optional<Journal.History> history = fixture.elsewhere().read(deployment);
        assertThat(history).as("the history of %s", deployment).isPresent();
        return history.orElseThrow();
    }

    /** Returns the deployments that are due. */
    List<DeploymentId> due() {
        return fixture.elsewhere().due(ENGINE).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    /** Returns the deployments that are due and have commands. */
    List<DeploymentId> dueWithMail() {
        return fixture.elsewhere().due(ENGINE).stream()
                .filter(Journal.Head::hasMail)
                .map(Journal.Head::deployment)
                .toList();
    }
}
