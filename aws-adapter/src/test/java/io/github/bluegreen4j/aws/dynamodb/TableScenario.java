package io.github.bluegreen4j.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A journal in a fake table, with one service, and what tests append to it. */
abstract class TableScenario {
    static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    static final DeploymentId ONE = new DeploymentId("one");
    static final DeploymentId TWO = new DeploymentId("two");
    static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    static final Optional<Instant> LATER = Optional.of(AT.plusSeconds(3_600));
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Command ABORT = new Command.Abort("fire drill");

    final FakeTable table = new FakeTable();
    final DynamoDbJournal journal = table.journal();

    static DeploymentEvent ended(String reason) {
        return new ProgressEvent.DeploymentEnded(
                AT, DeploymentStatus.SUCCESSFUL, reason, List.of(), List.of(), List.of());
    }

    static Journal.Extension extension(
            DeploymentId deployment, long version, Optional<Instant> wakeUp, DeploymentEvent... events) {
        return new Journal.Extension(
                deployment, SHOP, version, 1, deployment + "/" + version, List.of(events), wakeUp, List.of());
    }

    static Journal.Extension begun(DeploymentId deployment) {
        return extension(deployment, 0, LATER, new ProgressEvent.DeploymentAdmitted(AT));
    }

    static Journal.Extension naming(Journal.Extension extension, String... listeners) {
        return new Journal.Extension(
                extension.deployment(),
                extension.service(),
                extension.expectedVersion(),
                extension.fence(),
                extension.entryId(),
                extension.events(),
                extension.wakeUp(),
                extension.consumed(),
                Set.of(listeners));
    }

    static Journal.Opening order(DeploymentId deployment, long version) {
        return new Journal.Opening(
                deployment,
                SHOP,
                version,
                deployment + "/order-" + version,
                new ProgressEvent.DeploymentAdmitted(AT),
                LATER.orElseThrow());
    }

    void claimed() {
        journal.renew("a", LEASE);
        assertThat(journal.claim(SHOP, "a")).contains(1L);
    }

    static Appended append(Journal journal, Journal.Extension extension) {
        return journal.append(List.of(extension)).get(0);
    }

    void kept(Journal.Extension extension) {
        assertThat(append(journal, extension).status()).isEqualTo(Appended.Status.APPENDED);
    }

    static Problem problem(Runnable call) {
        return assertThatExceptionOfType(PortException.class)
                .isThrownBy(call::run)
                .actual()
                .problem();
    }

    DynamoDbClient client() {
        return table.client();
    }
}
