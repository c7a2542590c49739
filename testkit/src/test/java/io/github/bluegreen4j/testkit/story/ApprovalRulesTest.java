package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.story.Stories.a;
import static io.github.bluegreen4j.testkit.story.Stories.entered;
import static io.github.bluegreen4j.testkit.story.Stories.hours;
import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static io.github.bluegreen4j.testkit.story.Stories.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.explain.Explainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pause that needs the approval of several people. */
class ApprovalRulesTest {

    /** Ordered by alice, who is one of the approvers. */
    private static Story ordered(Approvals approvals) {
        return story(spec().pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(4), approvals))
                .by("alice");
    }

    private static Story waiting() {
        return ordered(Approvals.of(2, "alice", "bob", "carol", "dave"))
                .runUntil(story -> !story.of(HookEvent.HookStarted.class).isEmpty());
    }

    private static Explanation explained(Story story) {
        return Explainer.of(
                Workflow.standard(),
                Story.ID,
                Stories.SERVICE,
                story.state(),
                new Explainer.Context(Optional.empty(), Map.of(), List.of()));
    }

    @Test
    void itContinuesWhenEnoughHaveApproved() {
        Story story = ordered(Approvals.of(2, "alice", "bob", "carol", "dave"));
        story.on(entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT), minutes(5), () -> {
            story.answer("mallory", TimeoutAction.CONTINUE);
            story.answer("alice", TimeoutAction.CONTINUE);
            story.answer("dave@laptop", TimeoutAction.CONTINUE);
            story.answer("dave@desktop", TimeoutAction.CONTINUE);
        });
        story.on(a(HookEvent.ApprovalGiven.class), minutes(1), () -> story.withdraw("dave"));
        story.on(a(HookEvent.ApprovalWithdrawn.class), minutes(2), () -> {
            story.answer("bob", TimeoutAction.CONTINUE);
            story.answer("carol", TimeoutAction.CONTINUE);
        });
        story.run().endedAs(SUCCESSFUL);

        assertThat(story.the(HookEvent.HookSucceeded.class).why()).isEqualTo("approved by bob, carol");
        Transcripts.verify(
                "happy-approvals",
                "A pause needs two of four people; a stranger and the author try, and one changes the mind",
                story);
    }

    @Test
    void aNoOfOneApproverRollsBackAtOnce() {
        Story story = ordered(Approvals.of(2, "bob", "carol", "dave"));
        story.on(
                entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT),
                minutes(5),
                () -> story.answer("bob", TimeoutAction.CONTINUE));
        story.on(a(HookEvent.ApprovalGiven.class), minutes(1), () -> story.answer("carol", TimeoutAction.ROLLBACK));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.HOOK_FAILED);
        Transcripts.verify("rollback-approval-refused", "One of two approves, and another one says no", story);
    }

    @Test
    void withoutEnoughApprovalsInTimeItRollsBack() {
        Story story = ordered(Approvals.of(2, "bob", "carol"));
        story.on(
                entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT),
                minutes(5),
                () -> story.answer("bob", TimeoutAction.CONTINUE));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).cause()).isEqualTo(RollbackCause.HOOK_TIMED_OUT);
    }

    @Test
    void onlyWhomThePauseNamesMayAnswer() {
        Story story = waiting();
        story.answer("mallory", TimeoutAction.CONTINUE);

        assertThat(story.answer().accepted()).isFalse();
        assertThat(story.answer().answer())
                .startsWith("actor: \"mallory\" may not answer pause ")
                .endsWith("allowed: bob, carol, dave. A rollback may be requested by anybody");
        story.answer("mallory", TimeoutAction.ROLLBACK);
        assertThat(story.answer().accepted()).isFalse();
        assertThat(story.of(ProgressEvent.RollbackStarted.class)).isEmpty();
    }

    @Test
    void theAuthorMayNotAnswerFromAnyHost() {
        for (String author : List.of("alice", "alice@laptop")) {
            Story story = waiting();
            story.answer(author, TimeoutAction.CONTINUE);

            assertThat(story.answer().accepted()).isFalse();
            assertThat(story.answer().answer()).contains("\"" + author + "\" ordered the deployment");
        }
    }

    @Test
    void anAnswerOfNobodyInParticularIsRefused() {
        Story story = waiting();
        Stories.proceed(story, TimeoutAction.CONTINUE);

        assertThat(story.answer().accepted()).isFalse();
        assertThat(story.answer().answer()).startsWith("actor: \"(missing)\" may not answer");
    }

    @Test
    void whoApprovesTwiceCountsOnce() {
        Story story = waiting();
        story.answer("bob", TimeoutAction.CONTINUE);
        story.answer("bob@laptop", TimeoutAction.CONTINUE);

        assertThat(story.of(HookEvent.ApprovalGiven.class)).hasSize(1);
        assertThat(story.of(HookEvent.HookSucceeded.class)).isEmpty();
        assertThat(story.answer().accepted()).isTrue();
        assertThat(story.answer().answer())
                .isEqualTo("bob has approved already; the pause waits for 1 more of carol, dave");
    }

    @Test
    void anApprovalThatWasTakenBackDoesNotCount() {
        Story story = waiting();
        story.answer("bob", TimeoutAction.CONTINUE);
        story.withdraw("bob");
        assertThat(story.answer().answer())
                .isEqualTo("takes the approval back; the pause waits for 2 of bob, carol, dave");
        story.answer("carol", TimeoutAction.CONTINUE);
        assertThat(story.of(HookEvent.HookSucceeded.class)).isEmpty();

        story.withdraw("bob");
        assertThat(story.answer().accepted()).isFalse();
        assertThat(story.answer().answer())
                .startsWith("actor: \"bob\" has not approved")
                .endsWith("approved so far by: carol");
        story.answer("bob", TimeoutAction.CONTINUE);
        assertThat(story.of(HookEvent.HookSucceeded.class)).hasSize(1);
    }

    @Test
    void nothingCanBeTakenBackOnceThePauseWentOn() {
        Story story = waiting();
        story.answer("bob", TimeoutAction.CONTINUE);
        story.answer("carol", TimeoutAction.CONTINUE);
        story.withdraw("carol");

        assertThat(story.answer().accepted()).isFalse();
        assertThat(story.answer().answer()).contains("completed").endsWith("none is open");
    }

    @Test
    void aPauseThatNeedsNoApprovalsHasNothingToTakeBack() {
        Story story = story(spec().pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(4), TimeoutAction.ROLLBACK))
                .runUntil(s -> !s.of(HookEvent.HookStarted.class).isEmpty());
        story.withdraw("bob");

        assertThat(story.answer().accepted()).isFalse();
        assertThat(story.answer().answer()).endsWith("needs no approvals: the first answer counts");
    }

    @Test
    void everyExecutionNeedsApprovalsOfItsOwn() {
        Story story = story(spec().canary(10, minutes(1))
                        .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(1), Approvals.of(1, "bob")))
                .by("alice");
        story.on(
                entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT, 1),
                seconds(30),
                () -> story.answer("bob", TimeoutAction.CONTINUE));
        story.run().endedAs(ROLLBACK_SUCCESSFUL);

        assertThat(story.the(ProgressEvent.RollbackStarted.class).reason())
                .contains("step 2")
                .contains("timed out");
    }

    @Test
    void anybodyMayRollBackMeanwhile() {
        Story story = waiting();
        story.tell(new Command.RollBack("I have seen an error").from(new Command.Origin("mallory", story.now())));

        assertThat(story.answer().accepted()).isTrue();
    }

    @Test
    void approvalsSurviveTheEngine() {
        Story story = ordered(Approvals.of(2, "bob", "carol"));
        story.on(entered(story, PRE_PRODUCTION_TRAFFIC_SHIFT), minutes(5), () -> {
            story.answer("bob", TimeoutAction.CONTINUE);
            story.crash(minutes(2));
        });
        story.on(a(ProgressEvent.EngineResumed.class), minutes(1), () -> story.answer("carol", TimeoutAction.CONTINUE));

        story.run().endedAs(SUCCESSFUL);
    }

    @Test
    void anOrderOfNobodyIsRefusedBeforeAnythingIsTouched() {
        Story story = story(spec().pause(PRE_PRODUCTION_TRAFFIC_SHIFT, hours(4), Approvals.of(1, "bob")))
                .begin();

        story.endedAs(STOPPED);
        assertThat(story.changes()).isEmpty();
        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("actor");
                    assertThat(fault.allowed()).contains("hooks[0] needs approvals");
                });
    }

    @Test
    void anOrderThatTooFewOthersCanApproveIsRefusedBeforeAnythingIsTouched() {
        Story story = ordered(Approvals.of(2, "alice", "bob")).begin();

        story.endedAs(STOPPED);
        assertThat(story.changes()).isEmpty();
        assertThat(story.the(ProgressEvent.DeploymentRefused.class).faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("hooks[0].approvals.approvers");
                    assertThat(fault.allowed()).isEqualTo("2 or more people beside alice, who orders the deployment");
                });
    }

    @Test
    void theExplanationSaysWhoIsMissingAndWhoMaySayWhat() {
        Story story = waiting();
        story.answer("dave", TimeoutAction.CONTINUE);
        Explanation explanation = explained(story);

        assertThat(explanation.sentence())
                .contains("it waits for 1 more of bob, carol to approve pause pause-PRE_PRODUCTION_TRAFFIC_SHIFT at ")
                .contains("(dave approved at " + story.now() + ")")
                .contains("then the deployment rolls back (HOOK_TIMED_OUT)");
        Explanation.Possibility approve = explanation.commands().get(1);
        Explanation.Possibility reject = explanation.commands().get(0);
        Explanation.Possibility withdraw = explanation.commands().get(2);
        assertThat(approve.command()).isEqualTo("proceed CONTINUE");
        assertThat(approve.actors()).containsExactly("bob", "carol");
        assertThat(approve.answer()).isEqualTo("stage " + PRODUCTION_TRAFFIC_SHIFT + " starts");
        assertThat(reject.actors()).containsExactly("bob", "carol", "dave");
        assertThat(reject.answer()).isEqualTo("the deployment rolls back (HOOK_FAILED)");
        assertThat(withdraw.command()).isEqualTo("withdraw");
        assertThat(withdraw.actors()).containsExactly("dave");
        assertThat(withdraw.answer()).isEqualTo("takes the approval back; the pause waits for 2 of bob, carol, dave");
    }
}
