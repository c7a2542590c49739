package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.Baseline;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.ObservedResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the world: the invariants in their world form. What the world does by itself is no violation. */
final class ExplorerOracle {
    private final ExplorationCase scenario;

    ExplorerOracle(ExplorationCase scenario) {
        this.scenario = scenario;
    }

    /** A change is about to be sent. */
    List<ExplorationFinding> sending(DeploymentState state, WorldFacts facts, Call call) {
        if (call instanceof Call.LaunchRevision && !(state instanceof Forward)) {
            return List.of(new ExplorationFinding(Rule.LAUNCH, "a launch is sent in " + state.node()));
        }
        if (call instanceof Call.WriteRoute write && facts.forbidden() && state instanceof Forward forward) {
            // The reads of a round are one move with what follows them: nothing changed since the policies were asked.
            int route = scenario.routeIndex(write.route());
            TargetGroupRef green = forward.run().roles().greenGroup();
            double old = facts.routes().get(route).split().shareOf(green);
            return write.split().shareOf(green) > old && !forward.isIn(LifecycleStage.RECONCILE_SERVICE)
                    ? List.of(new ExplorationFinding(Rule.POLICY, write + " raises green"))
                    : List.of();
        }
        if (call instanceof Call.WriteRoute write
                && state.running().filter(run -> run.spec().isKeeping()).isPresent()) {
            return List.of(new ExplorationFinding(Rule.KEPT, write + " is sent where a revision is kept"));
        }
        boolean reduces = state instanceof Forward forward && forward.isIn(LifecycleStage.CLEAN_UP);
        if (call instanceof Call.ScaleRevision scale && !reduces) {
            return facts.find(scale.revision())
                    .filter(revision -> scale.desired() < revision.desired())
                    .map(revision -> List.of(new ExplorationFinding(Rule.SCALE, scale + " lowers " + revision)))
                    .orElse(List.of());
        }
        return List.of();
    }

    /** A change of ours has landed. */
    List<ExplorationFinding> landed(WorldFacts before, WorldFacts after, SentChange sent) {
        List<ExplorationFinding> findings = new ArrayList<>();
        // Green is launched anew where somebody deleted it before the answer to its launch came.
        if (after.launches() > 1 && !after.lost().revisions().containsKey(ExplorationCase.GREEN)) {
            findings.add(new ExplorationFinding(Rule.LAUNCH, "a second green was launched"));
        }
        if (sent.call() instanceof Call.WriteRoute write) {
            written(before, after, write, sent.justified(), findings);
        } else if (sent.call() instanceof Call.RetireRevision retire) {
            before.find(retire.revision())
                    .filter(revision -> after.find(retire.revision()).isEmpty())
                    .ifPresent(revision -> retired(before, after, revision, findings));
        }
        return findings;
    }

    private void written(
            WorldFacts before,
            WorldFacts after,
            Call.WriteRoute call,
            boolean justified,
            List<ExplorationFinding> findings) {
        int route = scenario.routeIndex(call.route());
        TrafficSplit old = before.routes().get(route).split();
        for (TargetGroupRef group : call.split().weighted()) {
            boolean more = call.split().shareOf(group) > old.shareOf(group);
            if (more && !justified) {
                findings.add(new ExplorationFinding(
                        scenario.spec().kept().isPresent() ? Rule.KEPT : Rule.CAPACITY,
                        call + " gives weight to " + group));
            }
        }
        if (route < scenario.productionRoutes() && !old.equals(call.split())) {
            // A rollback of a first deployment writes back what it found, even if nothing runs there.
            boolean first = scenario.bound().world() == StartWorld.FIRST_DEPLOYMENT;
            boolean retired = !first
                    && call.split().weighted().stream()
                            .allMatch(group -> !after.lost().isRevisionOf(group)
                                    && after.revisions().stream()
                                            .noneMatch(
                                                    revision -> revision.group().equals(group)));
            if (isOut(after, route)
                    && !isOut(before, route)
                    && isBetterElsewhere(after, route)
                    && (!justified || retired)) {
                findings.add(new ExplorationFinding(Rule.OUTAGE, call + " landed where nobody is healthy"));
            }
        }
    }

    private void retired(
            WorldFacts before, WorldFacts after, ModelRevision revision, List<ExplorationFinding> findings) {
        if (after.weightByUs(revision.group())) {
            findings.add(new ExplorationFinding(
                    Rule.RETIRE, revision.ref() + " was retired with weight on " + revision.group()));
        }
        for (int route = 0; route < after.routes().size(); route++) {
            ModelRoute now = after.routes().get(route);
            if (!now.foreign() && now.maySendTo(revision.group())) {
                findings.add(new ExplorationFinding(
                        Rule.SETTLE,
                        revision.ref() + " was retired while the data plane of "
                                + scenario.spec().routes().get(route) + " may still send by "
                                + now.former()));
            }
        }
        for (int route = 0; route < scenario.productionRoutes(); route++) {
            boolean byUs = !after.routes().get(route).foreign();
            boolean wasServed = !isOut(before, route);
            boolean blind = after.blind() && isBetterElsewhere(before, route);
            if (byUs && isOut(after, route) && (wasServed || blind)) {
                findings.add(new ExplorationFinding(
                        Rule.OUTAGE,
                        revision.ref() + " was retired while production has nobody else: "
                                + after.routes().get(route).split()));
            }
        }
    }

    private int healthyIn(WorldFacts facts, TargetGroupRef group) {
        return facts.lost().groups().contains(group) ? 0 : facts.healthyIn(group) + scenario.strangers(group);
    }

    /** Whether a route points only at groups without healthy targets. */
    private boolean isOut(WorldFacts facts, int route) {
        return facts.routes().get(route).split().weighted().stream().allMatch(group -> healthyIn(facts, group) == 0);
    }

    private boolean isBetterElsewhere(WorldFacts facts, int route) {
        TrafficSplit split = facts.routes().get(route).split();
        return List.of(scenario.first(), scenario.second()).stream()
                .anyMatch(group -> split.weightOf(group) == 0 && healthyIn(facts, group) > 0);
    }

    /** The gate before CLEAN_UP has opened. */
    List<ExplorationFinding> gateOpened(DeploymentState state, Readings readings, boolean slow) {
        return Evidence.opensGate(state, readings, slow)
                ? List.of()
                : List.of(new ExplorationFinding(Rule.GATE, (slow ? "on slow readings " : "on ") + readings));
    }

    /** A round of reads has ended that could be made, one of which says that something does not exist. */
    List<ExplorationFinding> goneRead(DeploymentState state, Effect effect, Step step) {
        boolean waits = step instanceof Step.Next next && !next.call().mutates();
        // Retiring does not need a route that is gone; it may wait for something else.
        boolean retires = effect instanceof Effect.RetireRevision || effect instanceof Effect.RetireLeftOver;
        return state instanceof Forward && waits && !retires
                ? List.of(new ExplorationFinding(Rule.GONE, effect + " goes on waiting in " + state.node()))
                : List.of();
    }

    /** The deployment has ended. */
    List<ExplorationFinding> ended(DeploymentState state, WorldFacts facts, boolean outstanding) {
        List<ExplorationFinding> findings = new ArrayList<>();
        if (outstanding) {
            findings.add(new ExplorationFinding(Rule.OUTSTANDING, "a change may still land after the end"));
        }
        if (state instanceof Ended ended) {
            ended.run().started().ifPresent(start -> routes(ended, start, facts, findings));
            leftOvers(ended, facts, findings);
        }
        return findings;
    }

    private void routes(Ended ended, Baseline start, WorldFacts facts, List<ExplorationFinding> findings) {
        boolean success = ended.status() == DeploymentStatus.SUCCESSFUL;
        if (!success && ended.status() != DeploymentStatus.ROLLBACK_SUCCESSFUL) {
            return;
        }
        boolean onGreen = success && !scenario.spec().isRecovery();
        TargetGroupRef group =
                onGreen ? start.roles().greenGroup() : start.roles().blueGroup();
        for (int route = 0; route < scenario.productionRoutes(); route++) {
            TrafficSplit split = facts.routes().get(route).split();
            if (!facts.routes().get(route).foreign() && !split.isAllOn(group)) {
                findings.add(new ExplorationFinding(
                        Rule.END,
                        ended.status() + " while " + scenario.spec().routes().get(route) + " reads " + split));
            }
        }
    }

    private void leftOvers(Ended ended, WorldFacts facts, List<ExplorationFinding> findings) {
        if (scenario.spec().kept().isPresent()) {
            boolean both = facts.revisions().size() > 1;
            if (both
                    && (ended.status() == DeploymentStatus.SUCCESSFUL
                            || ended.leftOvers().isEmpty())) {
                findings.add(new ExplorationFinding(
                        Rule.LEFT_OVER, ended.status() + " with " + facts.revisions() + ": " + ended.leftOvers()));
            }
            return;
        }
        boolean green = facts.find(ExplorationCase.GREEN).isPresent();
        boolean others = facts.revisions().size() > (green ? 1 : 0);
        boolean named = switch (ended.status()) {
            case SUCCESSFUL -> !others || isNamed(ended, "(blue)") || isKept(ended, facts);
            case ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> !green || isNamed(ended, "(green)");
            // Frozen as it stands: before CLEAN_UP green is the one too many, in it blue.
            case STOPPED -> !(green && others) || isNamed(ended, "(green)") || isNamed(ended, "(blue)");
            case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> false;
        };
        if (!named) {
            findings.add(new ExplorationFinding(
                    Rule.LEFT_OVER,
                    ended.status() + " with " + facts.revisions() + ", but named are only " + ended.leftOvers()));
        }
        if (facts.suspended() && !isNamed(ended, "scale-in")) {
            findings.add(
                    new ExplorationFinding(Rule.RELEASE, "scale-in is still suspended, not in " + ended.leftOvers()));
        }
    }

    /** Whether blue stays for an undo, at its size, and nothing else does. */
    private boolean isKept(Ended ended, WorldFacts facts) {
        Optional<KeepBlue> keep = ended.run().spec().keepBlue();
        // A desired count that rose since then is no reason to touch it again.
        return keep.isPresent()
                && ended.run().resources().kept() != ObservedResources.Kept.NO
                && facts.revisions().size() == 2
                && facts.find(ExplorationCase.BLUE)
                        .filter(blue -> blue.desired() <= keep.get().tasks(facts.desired()))
                        .isPresent();
    }

    private static boolean isNamed(Ended ended, String what) {
        return ended.leftOvers().stream().anyMatch(name -> name.contains(what));
    }
}
