package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Words that stories are told with. */
final class Stories {
    static final ServiceRef SERVICE = new ServiceRef("prod", "shop");

    static final Command ROLL_BACK = new Command.RollBack("operator");
    static final Command ABORT = new Command.Abort("operator");
    static final Command SKIP = new Command.SkipBake();

    private Stories() {}

    /** The usual service, all at once, with a bake of five minutes. */
    static DeploymentSpec.Builder spec() {
        return withoutTestRoute().testRoute(StoryWorld.TEST);
    }

    static DeploymentSpec.Builder withoutTestRoute() {
        return DeploymentSpec.blueGreen(SERVICE)
                .revision("shop:2")
                .productionRoute(StoryWorld.WEB)
                .targetGroups(StoryWorld.ONE, StoryWorld.TWO)
                .bakeTime(minutes(5));
    }

    static Story story(DeploymentSpec.Builder spec) {
        return new Story(spec.build(), StoryWorld.standard());
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }

    static Instant at(Duration offset) {
        return StoryWorld.START.plus(offset);
    }

    static Answer.Result answered(HookResult result) {
        return new Response.HookAnswered(result);
    }

    static StoryWorld.Hook says(HookResult result) {
        return (invocation, nth) -> answered(result);
    }

    /** The first time the deployment gets to that stage. */
    static Predicate<DeploymentEvent> entered(Story story, LifecycleStage stage) {
        return entered(story, stage, 0);
    }

    /** When the deployment gets to that step of that stage; step 0 is any. */
    static Predicate<DeploymentEvent> entered(Story story, LifecycleStage stage, int step) {
        return event -> event instanceof ProgressEvent.StageEntered entered
                && story.carried().started().isPresent()
                && story.carried()
                                .started()
                                .get()
                                .plan()
                                .get(entered.position())
                                .stage()
                        == stage
                && (step == 0
                        || story.carried()
                                        .started()
                                        .get()
                                        .plan()
                                        .get(entered.position())
                                        .step()
                                == step);
    }

    static Predicate<DeploymentEvent> a(Class<? extends DeploymentEvent> type) {
        return type::isInstance;
    }

    static Predicate<DeploymentEvent> shifted(RouteRef route) {
        return event -> event instanceof WorkEvent.RouteShifted shifted
                && shifted.reading().route().equals(route);
    }

    static Predicate<DeploymentEvent> hookStarted(String name) {
        return event -> event instanceof HookEvent.HookStarted started
                && started.execution().hook().equals(name);
    }

    /** Answers the pause that is open now. */
    static void proceed(Story story, TimeoutAction action) {
        HookEvent.HookStarted pause = story.of(HookEvent.HookStarted.class).stream()
                .filter(HookEvent.HookStarted::awaitsAction)
                .reduce((one, other) -> other)
                .orElseThrow();
        story.tell(new Command.Proceed(pause.execution().executionId(Story.ID), action));
    }
}
