package io.github.bluegreen4j.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** What a table that is not ours, or was damaged, is told to be. */
class DynamoDbRefusalsTest extends TableScenario {
    private void unusable(String name, String... said) {
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> DynamoDbJournal.create(client(), name))
                .withMessageContainingAll(said);
    }

    @Test
    void aTableThatDoesNotExistIsRefused() {
        unusable("nowhere", "table nowhere does not exist", "createTable", "Region");
    }

    @Test
    void aTableThatMayNotBeReadIsRefused() {
        table.aws().denies("dynamodb:DescribeTable");
        unusable("deployments", "dynamodb:DescribeTable");
    }

    @Test
    void aTableOfAnotherShapeIsRefused() {
        client().createTable(request -> request.tableName("theirs")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType("S")
                        .build()));
        unusable("theirs", "table theirs has the key", "id", "createTable");
    }

    @Test
    void aTableWithOtherPeoplesItemsIsRefusedAndLeftAsItIs() {
        DynamoDbJournal.createTable(client(), "theirs");
        client().putItem(request -> request.tableName("theirs")
                .item(Item.at(new Key("theirs", "too")).attributes()));
        unusable("theirs", "table theirs has items", "a table of its own");
        assertThat(client().scan(request -> request.tableName("theirs")).items())
                .hasSize(1);
    }

    @Test
    void aJournalOfANewerVersionIsRefused() {
        client().putItem(request -> request.tableName("deployments")
                .item(Item.at(Key.FORMAT).with("format", 3).attributes()));
        unusable("deployments", "has format 3, this bluegreen4j knows 2", "newer");
    }

    @Test
    void aTableThatExistsIsCreatedOnceMoreWithoutHarm() {
        claimed();
        kept(begun(ONE));
        DynamoDbJournal.createTable(client(), "deployments");
        assertThat(journal.read(ONE)).isPresent();
    }

    @Test
    void aRetentionThatIsTooShortIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbJournal.create(client(), "deployments", Duration.ofHours(23)))
                .withMessage("retention: \"PT23H\" is not allowed; allowed: a day or more");
    }

    @Test
    void aDeploymentThatLacksAnEntryIsRefusedAndHarmsNoOther() {
        claimed();
        kept(begun(ONE));
        kept(begun(TWO));
        kept(extension(ONE, 1, LATER, new ProgressEvent.StageEntered(AT, 1)));
        table.delete(Key.entry(ONE, 2, 0));

        Problem problem = problem(() -> journal.read(ONE));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains("stands at version 2 and has 1 events", "restore it from a backup");
        assertThat(journal.read(TWO)).isPresent();
    }

    @Test
    void whoMayNotReadForNowDoesNotTakeADeploymentForDamaged() {
        claimed();
        kept(begun(ONE));
        table.aws().faults().on("dynamodb:Query").next().happens(WireFault.DENIED);
        Problem problem = problem(() -> journal.read(ONE));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message()).contains("the missing permission is dynamodb:Query");
        assertThat(journal.read(ONE)).isPresent();
    }

    @Test
    void whatCanNeverBeAskedIsRefused() {
        DynamoDbClient strict = (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals("transactGetItems")) {
                        throw DynamoDbException.builder()
                                .statusCode(400)
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .errorCode("ValidationException")
                                        .errorMessage(
                                                "Size of hashkey has exceeded the maximum size limit of2048 bytes")
                                        .build())
                                .build();
                    }
                    try {
                        return called.invoke(client(), arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        Problem problem = problem(() -> DynamoDbJournal.create(strict, "deployments")
                .open(new Journal.Opening(ONE, SHOP, 0, "entry-1", new ProgressEvent.DeploymentAdmitted(AT), AT)));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains("Size of hashkey");
    }

    @Test
    void whatIsOnlyHalfToBeSeenIsReadAgain() {
        claimed();
        kept(begun(ONE));
        kept(extension(ONE, 1, LATER, new ProgressEvent.StageEntered(AT, 1)));
        Key second = Key.entry(ONE, 2, 0);
        Item late = table.items().stream()
                .filter(item -> item.key().equals(second))
                .findFirst()
                .orElseThrow();
        table.delete(second);
        table.disturbed()
                .meanwhile(() -> client().putItem(
                                request -> request.tableName("deployments").item(late.attributes())));

        assertThat(journal.read(ONE).orElseThrow().events()).hasSize(2);
    }

    @Test
    void anItemThatLacksAnAttributeIsRefusedByItsKey() {
        claimed();
        kept(begun(ONE));
        client().updateItem(request ->
                request.tableName("deployments").key(Key.head(ONE).attributes()).updateExpression("REMOVE version"));
        Problem problem = problem(() -> journal.read(ONE));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.toString()).contains("deployment#one head", "attribute version is missing");
    }
}
