package io.github.bluegreen4j.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import io.github.bluegreen4j.testkit.simulation.CampaignReport;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Chaos, with everything kept in a table: all invariants hold that hold in memory. */
class DynamoDbCampaignTest {

    private static final int SEEDS = 60;
    private static final int MOST_FAULTS = 20;
    private static final int REQUESTS = 500;

    /** The first requests look whether the table is a journal. */
    private static final int OPENING = 20;

    /** Those after which nothing was written: of what was written nevertheless, the oracle would not hear. */
    private static final List<WireFault> FAULTS =
            Stream.of(WireFault.values()).filter(fault -> !fault.takesEffect()).toList();

    private final SplittableRandom random = new SplittableRandom(1);

    private Scenario inATable(Scenario scenario) {
        AtomicReference<SimulatedWorld> world = new AtomicReference<>();
        return scenario.newWorld(world::set).journal(memory -> stubborn(journal(world.get())));
    }

    private DynamoDbJournal journal(SimulatedWorld world) {
        FakeAws aws = FakeAws.of(SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH)));
        DynamoDbClient client = FakeClients.of(aws, DynamoDbClient.builder());
        TimeSource time = AwsShop.timeOf(world);
        DynamoDbJournal.createTable(client, "deployments");
        DynamoDbJournal journal = DynamoDbJournal.create(
                client, "deployments", Optional.empty(), AwsShop.generous(time), time, 1); // faults by number
        for (int i = random.nextInt(MOST_FAULTS); i > 0; i--) {
            aws.faults()
                    .on("dynamodb:*")
                    .nth(OPENING + random.nextInt(REQUESTS))
                    .happens(FAULTS.get(random.nextInt(FAULTS.size())));
        }
        return journal;
    }

    /** An operator whose command does not get through gives it again. */
    private static Journal stubborn(Journal journal) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    while (true) {
                        try {
                            return method.invoke(journal, arguments);
                        } catch (InvocationTargetException thrown) {
                            if (!method.getName().equals("submit")) {
                                throw thrown.getCause();
                            }
                        }
                    }
                });
    }

    @Test
    void whateverGoesWrongTheInvariantsHold() {
        CampaignReport report = Campaign.ofAnything(this::inATable).seeds(SEEDS).run();
        System.out.println(report);
        assertThat(report.failure()).isEmpty();
    }
}
