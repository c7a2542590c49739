package io.github.bluegreen4j.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts that ended long ago leave the journal, whatever interrupts that. */
class RolloutPurgeTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONG = Duration.ofHours(6);

    /** The deployments that the journal has purged. */
    private final Set<DeploymentId> gone = new HashSet<>();

    /** How many calls the journal answers before it goes away. */
    private int answered = Integer.MAX_VALUE;

    private final FleetSimulation fleet = new FleetSimulation(journal -> new ForwardingJournal(journal) {
        @Override
        public List<ReadResult> readAll(List<DeploymentId> deployments) {
            return super.readAll(deployments).stream()
                    .map(read -> gone.contains(read.deployment())
                            ? ReadResult.of(read.deployment(), Optional.empty())
                            : read)
                    .toList();
        }

        @Override
        protected void before(String operation) {
            if (answered-- <= 0) {
                throw new PortException(new Problem(Problem.Kind.UNAVAILABLE, operation, "journal", "it is away"));
            }
        }
    });

    @AfterEach
    void close() {
        fleet.close();
    }

    private static RolloutSpec spec(int from) {
        return RolloutSpec.builder()
                .wave(RolloutSpec.wave("first", FleetSimulation.specs("shop:2", from, 2)))
                .wave(RolloutSpec.wave("rest", FleetSimulation.specs("shop:2", from + 2, 1)))
                .build();
    }

    private void performed(String id, int from) {
        FleetSimulation.EngineProcess process = fleet.start();
        fleet.rollouts.start(id, spec(from));
        fleet.untilEnded(id, LONG);
        fleet.kill(process);
    }

    private void forget(String... deployments) {
        for (String id : deployments) {
            gone.add(new DeploymentId(id));
        }
    }

    private List<Journal.Document> documents() {
        List<Journal.Document> all = new ArrayList<>(fleet.journal.documents(RolloutStore.KIND));
        all.addAll(fleet.journal.documents(RolloutStore.PART));
        return all;
    }

    @Test
    void aRolloutIsRemovedWhenItsEndIsLongAgoAndItsDeploymentsAreGone() {
        performed("old", 0);
        assertThat(fleet.rollouts.purge(DAY)).as("at once").isEmpty();
        fleet.time.advance(DAY);
        fleet.time.advance(LONG);
        assertThat(fleet.rollouts.purge(DAY)).as("with its deployments").isEmpty();
        forget("old.1.1", "old.1.2");
        assertThat(fleet.rollouts.purge(DAY)).as("with one deployment left").isEmpty();
        forget("old.2.1");
        assertThat(fleet.rollouts.purge(Duration.ofDays(2))).as("too young").isEmpty();
        assertThat(fleet.rollouts.list()).containsExactly("old");

        assertThat(fleet.rollouts.purge(DAY)).containsExactly("old");

        assertThat(documents()).isEmpty();
        assertThat(fleet.rollouts.describe("old")).isEmpty();
        assertThat(fleet.rollouts.purge(DAY)).as("once more").isEmpty();
        fleet.rollouts.start("old", spec(3));
        assertThat(fleet.rollouts.spec("old")).as("its name is free").contains(spec(3));
    }

    @Test
    void whatRunsStays() {
        fleet.rollouts.start("open", spec(0));
        fleet.time.advance(DAY.multipliedBy(30));
        assertThat(fleet.rollouts.purge(DAY)).isEmpty();
        assertThat(fleet.rollouts.list()).containsExactly("open");
    }

    /**
     * A removal makes seven calls: all documents, the deployments of both rollouts, the mark, the specification, the soak time, and what was
     * decided.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void anInterruptedRemovalLeavesNothingHalfAndIsCompletedByTheNextOne(int calls) {
        performed("old", 0);
        performed("kept", 3);
        forget("old.1.1", "old.1.2", "old.2.1");
        fleet.time.advance(DAY.multipliedBy(2));

        answered = calls;
        assertThatThrownBy(() -> fleet.rollouts.purge(DAY)).hasMessageContaining("it is away");
        answered = Integer.MAX_VALUE;

        boolean isThere = calls <= 3;
        assertThat(fleet.rollouts.list().contains("old")).isEqualTo(isThere);
        assertThat(fleet.rollouts.describe("old").isPresent()).isEqualTo(isThere);
        if (!isThere) {
            assertThatThrownBy(() -> fleet.rollouts.start("old", spec(0)))
                    .as("a start while it is being removed")
                    .isInstanceOf(InvalidSpecException.class);
        }
        assertThat(fleet.rollouts.purge(DAY)).containsExactly("old");
        assertThat(documents()).extracting(Journal.Document::name).containsExactly("kept", "kept/0");
    }

    @Test
    void anAgeOfLessThanADayIsRefused() {
        assertThatThrownBy(() -> fleet.rollouts.purge(Duration.ofHours(23)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("olderThan: \"PT23H\" is not allowed; allowed: a day or more");
    }
}
