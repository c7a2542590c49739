package io.github.bluegreen4j.testkit.story;

import static io.github.bluegreen4j.testkit.story.Stories.minutes;
import static io.github.bluegreen4j.testkit.story.Stories.seconds;
import static io.github.bluegreen4j.testkit.story.Stories.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds whatever happens: operators, faults, hooks and the world do as they please. */
class WorkflowPropertiesTest {
    private static final Workflow WORKFLOW = Workflow.standard();

    /** A deployment to which a lot happens in its first minutes, and nothing any more after that. */
    private static Story chaotic(long seed) {
        Random random = new Random(seed);
        StoryWorld world = StoryWorld.standard();
        DeploymentSpec.Builder spec = spec().bakeTime(minutes(random.nextInt(4)))
                .limits(DeploymentLimits.DEFAULTS.withStage(minutes(30)))
                .hook(LifecycleStage.PRE_SCALE_UP, "early")
                .hook(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, "cdn", minutes(5), TimeoutAction.CONTINUE)
                .hook(LifecycleStage.PRE_ROLLBACK, "evidence");
        switch (random.nextInt(3)) {
            case 0 -> spec.canary(1 + random.nextInt(99), minutes(random.nextInt(3)));
            case 1 -> spec.linear(20 + random.nextInt(40), minutes(random.nextInt(2)));
            default -> {}
        }
        if (random.nextBoolean()) {
            spec.pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, minutes(2), TimeoutAction.CONTINUE);
        }
        if (random.nextBoolean()) {
            spec.alarm("errors");
            world.alarms.put("errors", AlarmReading.State.OK);
        }
        if (random.nextBoolean()) {
            spec.productionRoute(StoryWorld.API);
            world.route(StoryWorld.API, 100, 0);
        }
        if (random.nextInt(4) == 0) {
            world.add("rev-0", StoryWorld.TWO, Optional.of(new DeploymentId("d-0")), 1 + random.nextInt(3));
        }
        Story story = new Story(spec.build(), world).patiently();
        world.hooks.put("cdn", (invocation, nth) -> Stories.answered(randomAnswer(random)));
        world.hooks.put(
                "early",
                (invocation, nth) -> Stories.answered(
                        nth < 3 ? HookResult.inProgress(seconds(random.nextInt(20))) : HookResult.succeeded()));
        int happenings = random.nextInt(7);
        for (int i = 0; i < happenings; i++) {
            story.at(seconds(random.nextInt(420)), happening(story, random));
        }
        story.at(minutes(10), () -> calm(story));
        return story;
    }

    private static HookResult randomAnswer(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> HookResult.failed("no");
            case 1 -> HookResult.invalid("nonsense");
            case 2, 3, 4 -> HookResult.inProgress(seconds(random.nextInt(90)));
            default -> HookResult.succeeded();
        };
    }

    private static Runnable happening(Story story, Random random) {
        int number = random.nextInt(100);
        StoryFaults.Kind kind = List.of(StoryFaults.Kind.values()).get(number % StoryFaults.Kind.values().length);
        int healthy = number % 4;
        return switch (random.nextInt(13)) {
            case 0 -> () -> story.tell(Stories.ROLL_BACK);
            case 1 -> () -> story.tell(Stories.ABORT);
            case 2 -> () -> story.tell(Stories.SKIP);
            case 3 -> () -> story.apply(new Input.Superseded(new DeploymentId("d-2")));
            case 4 -> () -> story.crash(seconds(1 + number));
            case 5 -> () -> story.faults.nth(1 + number % 3, StoryFaults.changes(), kind);
            case 6 -> () -> story.faults.nth(1 + number % 5, WorkflowPropertiesTest::readsOtherThanHealth, kind);
            case 7 -> () -> story.faults.always(StoryFaults.changes(), kind);
            case 8 -> () -> story.world.revisions.values().forEach(rev -> rev.healthyAtMost = healthy);
            case 9 ->
                () -> story.world.alarms.replaceAll(
                        (name, state) -> List.of(AlarmReading.State.values()).get(number % 3));
            case 10 -> () -> story.world.desired = 1 + healthy * 2;
            case 11 -> () -> Optional.ofNullable(story.world.blue()).ifPresent(blue -> blue.healthyAtMost = healthy);
            default -> () -> proceedAny(story);
        };
    }

    /** A dead blue whose health can't be read is unknown, and unknown swings: not what is judged here. */
    private static boolean readsOtherThanHealth(Call call) {
        return !call.mutates() && !(call instanceof Call.ReadHealth);
    }

    private static void proceedAny(Story story) {
        List<HookEvent.HookStarted> pauses = story.of(HookEvent.HookStarted.class);
        if (!pauses.isEmpty()) {
            String id = pauses.get(pauses.size() - 1).execution().executionId(Story.ID);
            story.tell(new Command.Proceed(id, TimeoutAction.CONTINUE));
        }
    }

    private static void calm(Story story) {
        story.faults.none();
        story.world.revisions.values().forEach(rev -> rev.healthyAtMost = Integer.MAX_VALUE);
        story.world.alarms.replaceAll((name, state) -> AlarmReading.State.OK);
    }

    @Property(tries = 400)
    void everyRunEndsWhenTheWorldCalmsAndNothingWasBroken(@ForAll long seed) {
        Story story = chaotic(seed).run();

        story.oracle.ended(story.ended());
        assertThat(story.oracle.violations)
                .as("seed %d\n%s", seed, story.transcript())
                .isEmpty();
        assertThat(story.of(ProgressEvent.InvariantBroken.class))
                .as("seed %d\n%s", seed, story.transcript())
                .isEmpty();
        assertThat(story.timeOf(ProgressEvent.DeploymentEnded.class)).isLessThan(Duration.ofHours(8));
    }

    /** Blue's last target dies while a write that gives it the test route is on its way. */
    @Example
    void aWriteIsJudgedByWhatTheEngineCouldKnowWhenItSentIt() {
        everyRunEndsWhenTheWorldCalmsAndNothingWasBroken(-5_338_238_418_724L);
    }

    @Property(tries = 100)
    void statusesFollowEcs(@ForAll long seed) {
        Story story = chaotic(seed).run();
        DeploymentStatus before = DeploymentStatus.PENDING;
        for (DeploymentState state : prefixes(story)) {
            DeploymentStatus after = state.status();
            assertThat(after == before || before.next().contains(after))
                    .as("%s after %s", after, before)
                    .isTrue();
            before = after;
        }
        assertThat(before.isTerminal()).isTrue();
    }

    private static List<DeploymentState> prefixes(Story story) {
        return Stream.iterate(1, n -> n <= story.journal.size(), n -> n + 1)
                .map(n -> WORKFLOW.fold(story.journal.subList(0, n)))
                .toList();
    }

    @Property(tries = 40)
    void foldEqualsLiveAndEveryPrefixCanBeTakenUp(@ForAll long seed) {
        Story story = chaotic(seed).run();

        assertThat(WORKFLOW.fold(story.journal)).isEqualTo(story.state());
        for (int decided : story.decisions) {
            DeploymentState state = WORKFLOW.fold(story.journal.subList(0, decided));
            List<DeploymentEvent> resumed = WORKFLOW.decide(state, new Input.Resumed(story.now()), story.now());
            assertThat(resumed).noneMatch(event -> event instanceof ProgressEvent.InvariantBroken);
            assertThat(resumed.isEmpty()).isEqualTo(state.status().isTerminal());
        }
    }

    @Property(tries = 60)
    void everyInputIsUsedOnce(@ForAll long seed) {
        Story story = chaotic(seed);
        story.twice = true;
        story.run();

        assertThat(story.repeated).as("seed %d\n%s", seed, story.transcript()).isEmpty();
    }

    @Property
    void theWeightsOfAShareSumUpAndListBothGroups(@ForAll @IntRange(max = 1000) int tenths) {
        TrafficSplit split = TrafficSplit.of(StoryWorld.ONE, StoryWorld.TWO, new Percent(tenths));

        assertThat(split.groups()).containsExactly(StoryWorld.ONE, StoryWorld.TWO);
        if (tenths == 0 || tenths == 1000) {
            assertThat(split.weights().values()).containsExactlyInAnyOrder(0, 100);
        } else {
            assertThat(split.weightOf(StoryWorld.TWO)).isEqualTo(tenths);
            assertThat(split.weightOf(StoryWorld.ONE)).isEqualTo(1000 - tenths);
        }
        assertThat(split.shareOf(StoryWorld.TWO)).isEqualTo(tenths / 10.0);
    }

    @Property
    void linearClimbsByEqualStepsAndReachesExactlyAHundred(@ForAll @IntRange(min = 30, max = 1000) int tenths) {
        List<TrafficStrategy.Step> steps =
                TrafficStrategy.linear(new Percent(tenths), minutes(1)).steps();

        for (int i = 0; i < steps.size() - 1; i++) {
            assertThat(steps.get(i).share().tenths())
                    .isEqualTo(tenths * (i + 1))
                    .isLessThan(1000);
        }
        assertThat(steps.get(steps.size() - 1)).isEqualTo(new TrafficStrategy.Step(Percent.HUNDRED, Duration.ZERO));
        assertThat(steps).hasSize((999 / tenths) + 1);
    }
}
