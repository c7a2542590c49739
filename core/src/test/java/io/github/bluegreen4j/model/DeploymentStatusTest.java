package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.DeploymentStatus.IN_PROGRESS;
import static io.github.bluegreen4j.model.DeploymentStatus.PENDING;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_FAILED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_IN_PROGRESS;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_REQUESTED;
import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.STOP_REQUESTED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeploymentStatusTest {

    @Test
    void the_transitions_are_those_of_ecs() {
        assertThat(PENDING.next()).containsExactlyInAnyOrder(IN_PROGRESS, ROLLBACK_REQUESTED, STOP_REQUESTED, STOPPED);
        assertThat(IN_PROGRESS.next())
                .containsExactlyInAnyOrder(
                        SUCCESSFUL, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, STOPPED);
        assertThat(STOP_REQUESTED.next()).containsExactly(STOPPED);
        assertThat(ROLLBACK_REQUESTED.next()).containsExactlyInAnyOrder(ROLLBACK_IN_PROGRESS, SUCCESSFUL, STOPPED);
        assertThat(ROLLBACK_IN_PROGRESS.next()).containsExactlyInAnyOrder(ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED);
    }

    @Test
    void four_statuses_are_terminal() {
        assertThat(Arrays.stream(DeploymentStatus.values()).filter(DeploymentStatus::isTerminal))
                .containsExactlyInAnyOrder(SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_follows_exactly_when_it_is_terminal(DeploymentStatus status) {
        assertThat(status.next().isEmpty()).isEqualTo(status.isTerminal());
    }

    @Test
    void every_status_can_be_reached() {
        Set<DeploymentStatus> reached = EnumSet.of(PENDING);
        while (reached.addAll(
                reached.stream().flatMap(status -> status.next().stream()).toList())) {
            assertThat(reached.size()).isLessThanOrEqualTo(DeploymentStatus.values().length);
        }

        assertThat(reached).containsExactlyInAnyOrder(DeploymentStatus.values());
    }
}
