package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells events to people: those that interest somebody who watches, in a few words each. One for each deployment, whose events
 * it is told in their order; not safe for several threads.
 */
public final class Narrator {

    private List<PlannedStage> plan = List.of();
    private Optional<Problem> refusal = Optional.empty();
    private boolean refused;

    /**
     * What happened, or an empty text when it is of no interest. A refusal has a line for each fault; all others have one line. Texts from
     * outside, a reason for example, can't begin another line or drive a terminal.
     */
    public String tell(DeploymentEvent event) {
        return event instanceof ProgressEvent.DeploymentRefused refusedNow
                ? refused(refusedNow)
                : Given.visible(told(event));
    }

    private String told(DeploymentEvent event) {
        if (event instanceof ProgressEvent progress) {
            return progress(progress);
        }
        if (event instanceof WorkEvent work) {
            return work(work);
        }
        return event instanceof HookEvent hook ? hook(hook) : watch(event);
    }

    private String progress(ProgressEvent event) {
        if (event instanceof ProgressEvent.DeploymentCreated created) {
            // One that was refused may be ordered again under its id.
            refused = false;
            refusal = Optional.empty();
            return created.by().map(by -> "ordered" + given(by)).orElse("");
        }
        if (event instanceof ProgressEvent.DeploymentStarted started) {
            plan = started.plan();
            return "blue is " + started.roles().blue().map(Object::toString).orElse("nobody of ours") + ", "
                    + started.desiredCount() + " tasks; production leads to "
                    + started.roles().blueGroup();
        }
        if (event instanceof ProgressEvent.StageEntered entered) {
            return "== " + plan.get(entered.position());
        }
        if (event instanceof ProgressEvent.BakeStarted started) {
            return "bakes for " + seconds(Duration.between(started.at(), started.endsAt()));
        }
        if (event instanceof ProgressEvent.BakePaused paused) {
            return "the bake is interrupted, " + seconds(paused.remaining()) + " remain";
        }
        if (event instanceof ProgressEvent.CleanUpGateOpened) {
            return "the clean-up gate is open: all of production on green, green healthy, alarms good";
        }
        if (event instanceof ProgressEvent.DrainStarted started) {
            return "lets the last requests end, for " + seconds(Duration.between(started.at(), started.endsAt()));
        }
        if (event instanceof ProgressEvent.RollbackStarted started) {
            return "ROLLS BACK, " + started.cause() + ": " + started.reason();
        }
        if (event instanceof ProgressEvent.CommandAnswered answered) {
            return (answered.accepted() ? "accepted: " : "refused: ")
                    + answered.answer()
                    + answered.by().map(by -> " (told" + given(by) + ")").orElse("");
        }
        if (event instanceof ProgressEvent.InvariantBroken broken) {
            return "INVARIANT BROKEN: " + broken.names();
        }
        if (event instanceof ProgressEvent.DeploymentEnded ended) {
            // The reason of a refusal repeats the faults.
            return "ended " + ended.status() + (refused || ended.reason().isEmpty() ? "" : ": " + ended.reason());
        }
        return "";
    }

    /** Who gave an order or a command, and when by that one's clock. */
    private static String given(Command.Origin by) {
        return " by " + by.actor() + " at " + by.at();
    }

    private String refused(ProgressEvent.DeploymentRefused event) {
        refused = true;
        Stream<String> faults = refusal.map(problem -> Stream.of(refusal(problem)))
                .orElseGet(() -> event.faults().stream().map(Given::visible));
        return Stream.concat(Stream.of("refused; nothing was touched:"), faults).collect(Collectors.joining("\n"));
    }

    /** What a port says, in its own words; the faults of the event put them into a sentence of theirs. */
    private static String refusal(Problem problem) {
        return Given.visible(problem.operation() + " on " + problem.resource()) + ": "
                + faultLines(Given.visible(problem.message()));
    }

    /** Puts each of several faults in one text on a line of its own. */
    public static String faultLines(String text) {
        return text.replaceAll("; (?=(?!allowed: )[\\w.\\[\\]]+: (\"|is missing))", "\n");
    }

    private String work(WorkEvent event) {
        if (event instanceof WorkEvent.RevisionLaunched launched) {
            return "green is " + launched.revision();
        }
        if (event instanceof WorkEvent.RouteShifted shifted) {
            return "route " + shifted.reading().route() + ": "
                    + shifted.reading().split();
        }
        if (event instanceof WorkEvent.RouteRestored restored) {
            return "route " + restored.reading().route() + " is back: "
                    + restored.reading().split();
        }
        if (event instanceof WorkEvent.RouteLeftAlone left) {
            return "route " + left.route() + " is left alone: " + left.why();
        }
        if (event instanceof WorkEvent.WorkWaiting waiting && waiting.gate() != Gate.READ_BACK) {
            return "waits, " + waiting.gate() + ": " + waiting.seen() + " (wanted: " + waiting.wanted() + ")";
        }
        if (event instanceof WorkEvent.WorkUncertain uncertain) {
            return "nobody knows whether it took effect: " + uncertain.problem();
        }
        if (event instanceof WorkEvent.WorkRefused refusedWork) {
            if (plan.isEmpty()) {
                refusal = Optional.of(refusedWork.problem());
                return ""; // The deployment is refused next, and this is why.
            }
            return "refused: " + refusedWork.problem();
        }
        if (event instanceof WorkEvent.RevisionRetired retired) {
            return retired.role() + " is drained and gone";
        }
        return "";
    }

    private static String hook(HookEvent event) {
        if (event instanceof HookEvent.HookStarted started) {
            return started.awaitsAction()
                    ? "PAUSES until somebody answers"
                    : "asks hook " + started.execution().hook();
        }
        if (event instanceof HookEvent.HookSucceeded succeeded) {
            return succeeded.execution().hook() + ": yes";
        }
        if (event instanceof HookEvent.HookFailed failed) {
            return failed.execution().hook() + ": NO (" + failed.failure() + "), " + failed.reason();
        }
        return event instanceof HookEvent.HookTimedOut late ? late.execution().hook() + " did not answer in time" : "";
    }

    private static String watch(DeploymentEvent event) {
        if (event instanceof WatchEvent.DriftFound found) {
            return "DRIFT: somebody changed route " + found.route() + " to " + found.seen() + " (we left "
                    + found.wanted() + ")";
        }
        if (event instanceof WatchEvent.ConditionChanged changed && changed.condition() == Watch.Condition.BAD) {
            return changed.watch() + " is bad: " + changed.seen();
        }
        if (event instanceof WatchEvent.GreenTasksCounted counted && counted.failed() > 0) {
            return "green's tasks: " + counted.failed() + " failed, " + counted.healthy() + " healthy";
        }
        return "";
    }

    private static String seconds(Duration duration) {
        return Math.round(duration.toMillis() / 100.0) / 10.0 + " s";
    }
}
