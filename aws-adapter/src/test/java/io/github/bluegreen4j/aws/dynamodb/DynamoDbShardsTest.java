package io.github.bluegreen4j.aws.dynamodb;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Journal.Appended;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The shards of the index of open deployments, and what goes out at the same time. */
class DynamoDbShardsTest extends TableScenario {
    private static final int SERVICES = 400;

    private static ServiceRef service(int number) {
        return new ServiceRef("prod", "service-" + number);
    }

    private static DeploymentId deployment(int number) {
        return new DeploymentId("d-" + number);
    }

    private static Journal.Opening order(int number, ServiceRef service) {
        return new Journal.Opening(
                deployment(number),
                service,
                0,
                "order-" + number,
                new ProgressEvent.DeploymentAdmitted(AT),
                LATER.orElseThrow());
    }

    private static List<Journal.Opening> orders(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> order(number, service(number)))
                .toList();
    }

    private static Journal.Extension extension(int number, long version) {
        return new Journal.Extension(
                deployment(number),
                service(number),
                version,
                1,
                "entry-" + number,
                List.of(new ProgressEvent.StageEntered(AT, 1)),
                LATER,
                List.of());
    }

    private String shard(DeploymentId deployment) {
        return head(deployment).text("open");
    }

    private Item head(DeploymentId deployment) {
        return table.items().stream()
                .filter(item -> item.key().equals(Key.head(deployment)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theOpenDeploymentsOfManyServicesAreSpreadOverAllShards() {
        assertThat(journal.open(orders(SERVICES))).extracting(Appended::status).containsOnly(Appended.Status.APPENDED);

        Map<String, Long> sizes = table.items().stream()
                .filter(item -> item.has("open"))
                .collect(groupingBy(item -> item.text("open"), counting()));

        assertThat(sizes).containsOnlyKeys("open", "open#1", "open#2", "open#3");
        assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isBetween(70L, 130L));
    }

    @Test
    void allDeploymentsOfAServiceAreInOneShardHoweverTheyBegan() {
        ServiceRef service = service(0);
        DeploymentId begun = deployment(0);
        DeploymentId ordered = deployment(1);
        journal.renew("a", LEASE);
        assertThat(journal.claim(service, "a")).contains(1L);

        kept(extension(0, 0));
        journal.open(order(1, service));
        assertThat(List.of(shard(begun), shard(ordered))).containsOnly("open#3");

        kept(new Journal.Extension(ordered, service, 1, 1, "end", List.of(ended("done")), Optional.empty(), List.of()));
        assertThat(head(ordered).has("open")).isFalse();
        assertThat(journal.open(new Journal.Opening(
                                ordered, service, 2, "again", new ProgressEvent.DeploymentAdmitted(AT), AT))
                        .status())
                .isEqualTo(Appended.Status.APPENDED);
        assertThat(shard(ordered)).isEqualTo("open#3");
    }

    /** Tables contain these. */
    @Test
    void theShardOfAServiceNeverChanges() {
        assertThat(DynamoDbTable.shard(SHOP)).isEqualTo("open");
        assertThat(IntStream.range(0, 8).mapToObj(number -> DynamoDbTable.shard(service(number))))
                .containsExactly("open#3", "open#1", "open#3", "open#1", "open#2", "open", "open#2", "open");
    }

    @Test
    void whatIsDueIsMergedInTheOrderOfTheOrders() {
        journal.open(orders(50));
        assertThat(journal.due("a"))
                .extracting(Journal.Head::deployment)
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .mapToObj(DynamoDbShardsTest::deployment)
                        .toList());
    }

    @Test
    void aTableWithOneShardIsReadOnAndKeepsOutAnOlderLibrary() {
        claimed();
        kept(begun(ONE));
        set(Key.head(ONE), "open", AttributeValue.fromS("open"));
        set(Key.FORMAT, "format", AttributeValue.fromN("1"));

        DynamoDbJournal upgraded = table.journal();

        assertThat(upgraded.due("a")).extracting(Journal.Head::deployment).containsExactly(ONE);
        assertThat(append(upgraded, extension(ONE, 1, LATER, new ProgressEvent.StageEntered(AT, 1)))
                        .status())
                .isEqualTo(Appended.Status.APPENDED);
        assertThat(upgraded.due("a")).hasSize(1);
        assertThat(append(upgraded, extension(ONE, 2, Optional.empty(), ended("done")))
                        .status())
                .isEqualTo(Appended.Status.APPENDED);
        assertThat(upgraded.due("a")).isEmpty();
        assertThat(table.items().stream().filter(item -> item.key().equals(Key.FORMAT)))
                .extracting(item -> item.number("format"))
                .containsExactly(2L);
    }

    /** All orders of the table count one item up, which DynamoDB lets be written a thousand times a second. */
    @Test
    void ordersOfOneCallTakeTheirNumbersTogetherAndKeepTheirOrder() {
        journal.open(order(0, SHOP));
        int before = table.aws().requests("dynamodb:UpdateItem").size();

        journal.open(IntStream.rangeClosed(1, 100)
                .mapToObj(number -> order(number, SHOP))
                .toList());

        assertThat(table.aws().requests("dynamodb:UpdateItem")).hasSize(before + 1);
        journal.open(order(101, SHOP));
        assertThat(table.journal().list(Optional.of(SHOP)))
                .extracting(Journal.Head::deployment)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 101)
                        .mapToObj(DynamoDbShardsTest::deployment)
                        .toList());
    }

    private void set(Key key, String name, AttributeValue value) {
        client().updateItem(request -> request.tableName("deployments")
                .key(key.attributes())
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }

    /** Each request waits until all that belong together are under way: one after the other they would wait in vain. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void requestsForDifferentDeploymentsAndShardsAreUnderWayAtTheSameTime() {
        int width = SideBySide.USUAL_WIDTH;
        AtOnceClient atOnce = new AtOnceClient(table.aws().httpClient());
        Journal wide = new DynamoDbFixture(FakeClients.of(table.aws(), atOnce, DynamoDbClient.builder())).journal();
        wide.renew("a", LEASE);
        List<Journal.Extension> extensions = new ArrayList<>();
        for (int number = 0; number < width; number++) {
            assertThat(wide.claim(service(number), "a")).contains(1L);
            extensions.add(extension(number, 1));
        }

        atOnce.expects("TransactWriteItems", width);
        assertThat(wide.open(orders(width))).extracting(Appended::status).containsOnly(Appended.Status.APPENDED);
        atOnce.expects("TransactWriteItems", width);
        assertThat(wide.append(extensions)).extracting(Appended::status).containsOnly(Appended.Status.APPENDED);
        atOnce.expects("Query", DynamoDbTable.SHARDS);
        assertThat(wide.due("a")).hasSize(width);
        assertThat(atOnce.met()).as("how often all were under way").isEqualTo(3);
    }
}
