package io.github.bluegreen4j.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.script.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadScheduleTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final ReadSchedule schedule = new ReadSchedule(10, 100, 20, 10);

    /** Plans a read of the targets of a group, which is a call of its own. */
    private void plan(int number, Instant due) {
        Call call = new Call.ReadHealth(new ServiceRef("prod", "checkout"), new TargetGroupRef("group-" + number));
        SharedRead read = new SharedRead(call, new WatchPool.Place("", schedule), number, START);
        WatchOrder order = new WatchOrder(Watch.GREEN_HEALTH, List.of(call), INTERVAL, Duration.ofMinutes(1));
        read.add(new WatchPool.Subscription(order, 1, START, (watch, readings) -> {}));
        schedule.plan(read, due);
    }

    /** With ten thousand deployments each look would otherwise find one read, and wake the loop and a thread for it. */
    @Test
    void readsThatAreDueWithinAMomentAreTakenInOneLook() {
        int reads = 1_000;
        for (int i = 0; i < reads; i++) {
            plan(i, START.plus(INTERVAL.multipliedBy(i).dividedBy(reads)));
        }
        int looks = 0;
        List<SharedRead> taken = new ArrayList<>();
        while (taken.size() < reads) {
            Instant now = schedule.next();
            for (List<SharedRead> batch : schedule.takeDue(now)) {
                assertThat(batch)
                        .allSatisfy(read -> assertThat(read.due())
                                .as("due, at a look at %s", now)
                                .isBetween(now, now.plus(INTERVAL.dividedBy(64))));
                taken.addAll(batch);
            }
            looks++;
        }

        assertThat(looks).as("looks in one interval").isLessThanOrEqualTo(64);
        assertThat(taken).doesNotHaveDuplicates();
    }

    @Test
    void aReadThatIsDueLaterWaits() {
        plan(1, START);
        plan(2, START.plusSeconds(1));

        assertThat(schedule.takeDue(START)).hasSize(1);
        assertThat(schedule.next()).isEqualTo(START.plusSeconds(1));
    }
}
