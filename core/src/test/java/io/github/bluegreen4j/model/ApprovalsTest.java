package io.github.bluegreen4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
    private static Optional<Command.Origin> by(String actor) {
        return Optional.of(new Command.Origin(actor, Instant.EPOCH));
    }

    @Test
    void aNameWithoutHostIsThatUserOnAnyHost() {
        Approvals approvals = Approvals.of(1, "alice", "bob@example.com");

        assertThat(approvals.approver("alice")).contains("alice");
        assertThat(approvals.approver("alice@laptop")).contains("alice");
        assertThat(approvals.approver("bob@example.com")).contains("bob@example.com");
        assertThat(approvals.approver("bob@elsewhere.com")).isEmpty();
        assertThat(approvals.approver("Alice")).isEmpty();
        assertThat(approvals.approver("")).isEmpty();
    }

    @Test
    void theAuthorIsLeftOut() {
        Approvals approvals = Approvals.of(1, "alice", "bob@laptop", "carol");

        assertThat(approvals.without(Optional.empty())).containsExactly("alice", "bob@laptop", "carol");
        assertThat(approvals.without(by("alice@laptop"))).containsExactly("bob@laptop", "carol");
        assertThat(approvals.without(by("bob"))).containsExactly("alice", "carol");
        assertThat(approvals.without(by("dave"))).hasSize(3);
    }

    @Test
    void whatCanNeverBeApprovedIsRefused() {
        assertThatThrownBy(() -> Approvals.of(0, "alice")).hasMessageContaining("approvals.needed: \"0\"");
        assertThatThrownBy(() -> Approvals.of(2, "alice")).hasMessageContaining("1 to 1, the number of approvers");
        assertThatThrownBy(() -> new Approvals(1, List.of())).hasMessageContaining("approvals.approvers");
        assertThatThrownBy(() -> new Approvals(1, Collections.nCopies(101, "a")))
                .hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> Approvals.of(1, "alice", "alice@laptop"))
                .hasMessageContaining("approvals.approvers[1]: \"alice@laptop\"");
        assertThatThrownBy(() -> Approvals.of(1, " alice")).hasMessageContaining("without blanks around it");
        assertThatThrownBy(() -> new Approvals(1, Arrays.asList("alice", null)))
                .hasMessageContaining("approvals.approvers[1]");
    }

    @Test
    void silenceIsNoApproval() {
        assertThatThrownBy(() -> new HookSpec.Pause(
                        "go",
                        Set.of(LifecycleStage.PRE_SCALE_UP),
                        Duration.ofHours(1),
                        TimeoutAction.CONTINUE,
                        Optional.of(Approvals.of(1, "alice"))))
                .hasMessageContaining("hook.onTimeout: \"CONTINUE\"")
                .hasMessageContaining("silence is none");
    }
}
