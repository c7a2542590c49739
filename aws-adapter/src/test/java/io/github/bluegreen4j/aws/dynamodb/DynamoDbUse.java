package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All that is ever done with a journal in a table that exists. */
public final class DynamoDbUse {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final DeploymentId ONE = new DeploymentId("one");
    private static final Instant AT = Instant.EPOCH;

    private DynamoDbUse() {}

    /** The actions of all requests. */
    public static Set<String> requests() {
        FakeTable table = new FakeTable();
        table.delete(Key.FORMAT);
        int before = table.aws().requests().size();
        DynamoDbJournal journal = table.journal();
        DynamoDbJournal keeping = table.keeping(Duration.ofDays(1));
        journal.renew("a", Duration.ofSeconds(30));
        journal.claim(SHOP, "a");
        append(journal, 0, Optional.of(AT), new ProgressEvent.DeploymentAdmitted(AT));
        append(journal, 0, Optional.of(AT), new ProgressEvent.DeploymentAdmitted(AT));
        journal.submit(ONE, "c-1", new Command.SkipBake());
        journal.due("a");
        append(
                keeping,
                1,
                Optional.empty(),
                new ProgressEvent.DeploymentEnded(
                        AT, DeploymentStatus.SUCCESSFUL, "done", List.of(), List.of(), List.of()));
        journal.open(new Journal.Opening(ONE, SHOP, 2, "one/2", new ProgressEvent.DeploymentAdmitted(AT), AT));
        append(
                keeping,
                3,
                Optional.empty(),
                new ProgressEvent.DeploymentEnded(
                        AT, DeploymentStatus.SUCCESSFUL, "done", List.of(), List.of(), List.of()));
        journal.undelivered("audit", Duration.ZERO);
        journal.delivered(ONE, "audit", 4);
        journal.list(Optional.empty());
        journal.read(ONE);
        journal.release(SHOP, "a");
        journal.purge(Duration.ZERO);
        List<AwsRequest> requests = table.aws().requests();
        return requests.subList(before, requests.size()).stream()
                .map(AwsRequest::action)
                .collect(Collectors.toSet());
    }

    private static void append(DynamoDbJournal journal, long version, Optional<Instant> wakeUp, DeploymentEvent event) {
        journal.append(List.of(new Journal.Extension(
                ONE, SHOP, version, 1, "one/" + version, List.of(event), wakeUp, List.of(), Set.of("audit"))));
    }
}
