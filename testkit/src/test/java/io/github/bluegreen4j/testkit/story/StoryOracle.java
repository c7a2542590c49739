package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges what is done to the world, at the moment it is done. */
final class StoryOracle {
    /** A call, and when it was sent. */
    record Sent(Call call, Instant at) {}

    private final StoryWorld world;
    private final Set<Effect.Resource> underWay = new HashSet<>();

    /** For each write, the groups that had a healthy target when it was sent. */
    private final Map<Call.WriteRoute, Set<TargetGroupRef>> alive = new HashMap<>();

    final List<Sent> calls = new ArrayList<>();
    final List<String> violations = new ArrayList<>();

    /** Every change of the world, in its order. */
    final List<Call> changes = new ArrayList<>();

    /** A first deployment goes back to where it came from, even if nobody is there. */
    boolean nobodyIsAllowed;

    StoryOracle(StoryWorld world) {
        this.world = world;
    }

    /** A change is sent: its work has to be owed, and nothing else may be under way there. */
    void sent(Call call, Effect effect, DeploymentState state) {
        calls.add(new Sent(call, world.now));
        if (!call.mutates()) {
            return;
        }
        Effect.Resource resource = effect.resource().orElseThrow();
        boolean owed = state.running()
                .flatMap(run -> run.pendingWork().on(resource))
                .filter(lock -> lock.isOwed() && lock.effect().equals(effect))
                .isPresent();
        if (!owed) {
            violations.add("I14: " + call + " is sent but not owed");
        }
        if (call instanceof Call.WriteRoute write) {
            alive.put(write, living(write));
        }
        if (underWay.contains(resource)) {
            violations.add("R1: " + call + " is sent while another call may land on " + resource);
        }
    }

    private Set<TargetGroupRef> living(Call.WriteRoute write) {
        Set<TargetGroupRef> living = new HashSet<>();
        for (TargetGroupRef group : write.split().weighted()) {
            if (world.health(group).healthy() > 0) {
                living.add(group);
            }
        }
        return living;
    }

    void underWay(Effect effect) {
        underWay.add(effect.resource().orElseThrow());
    }

    void landed(Effect effect) {
        underWay.remove(effect.resource().orElseThrow());
    }

    /** What the end says is so. */
    void ended(Ended end) {
        if (!underWay.isEmpty()) {
            violations.add("I14: something is under way to " + underWay + " at the end");
        }
        if (end.status() == DeploymentStatus.SUCCESSFUL) {
            Roles roles = end.run().started().orElseThrow().roles();
            all(end, end.run().identity().spec().isRecovery() ? roles.blueGroup() : roles.greenGroup());
        } else if (end.status() == DeploymentStatus.ROLLBACK_SUCCESSFUL) {
            all(end, end.run().started().orElseThrow().roles().blueGroup());
        }
        if (world.suspendedByUs && end.leftOvers().stream().noneMatch(name -> name.startsWith("scale-in"))) {
            violations.add("I7: scale-in is still suspended and not named");
        }
    }

    private void all(Ended end, TargetGroupRef group) {
        for (RouteRef route : end.run().identity().spec().productionRoutes()) {
            StoryWorld.Route live = world.routes.get(route);
            if (live == null || !live.split().isAllOn(group)) {
                violations.add("I13: " + end.status() + ", but " + route + " reads " + live);
            }
        }
        long others = world.revisions.values().stream()
                .filter(rev -> rev.owner.isPresent() && !rev.group.equals(group))
                .filter(rev -> end.leftOvers().stream().noneMatch(name -> name.contains(rev.ref + " ")))
                .count();
        if (others > 0) {
            violations.add("I8: " + end.status() + ", but there are revisions that are not named");
        }
    }

    /** Looks at a change just before it takes effect. */
    void judge(Call call) {
        if (!call.mutates()) {
            return;
        }
        changes.add(call);
        if (call instanceof Call.RetireRevision retire) {
            Rev rev = world.revisions.get(retire.revision());
            if (rev != null && !rev.tasks.isEmpty() && hasWeight(rev.group)) {
                violations.add("I3: " + rev.ref + " is retired while its group has weight");
            }
        } else if (call instanceof Call.WriteRoute write) {
            write(write);
        } else if (call instanceof Call.ScaleRevision scale) {
            Rev rev = world.revisions.get(scale.revision());
            if (rev != null && scale.desired() < rev.tasks.size()) {
                violations.add("I2: " + rev.ref + " is scaled in");
            }
        }
    }

    private void write(Call.WriteRoute write) {
        int total = write.split().weights().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        if (!write.split().lists(StoryWorld.ONE) || !write.split().lists(StoryWorld.TWO)) {
            violations.add("a write lists not both groups: " + write.split());
        }
        boolean whole = write.split().weighted().size() == 1;
        if (total != (whole ? 100 : 1000)) {
            violations.add("weights sum up to " + total + ": " + write.split());
        }
        StoryWorld.Route before = world.routes.get(write.route());
        for (TargetGroupRef group : write.split().weighted()) {
            boolean gains = before == null
                    || before.split().shareOf(group) < write.split().shareOf(group);
            boolean hadOther = before != null
                    && before.split().weighted().stream()
                            .anyMatch(other -> !other.equals(group)
                                    && world.health(other).healthy()
                                            > world.health(group).healthy());
            // A group whose last target dies while a write is on its way is not the engine's fault.
            boolean wasAlive = alive.getOrDefault(write, Set.of()).contains(group);
            if (gains && hadOther && !nobodyIsAllowed && !wasAlive) {
                violations.add("I1: " + write.route() + " gives weight to " + group + ", which has no healthy target");
            }
        }
    }

    private boolean hasWeight(TargetGroupRef group) {
        for (RouteRef route : world.routes.keySet()) {
            if (world.routes.get(route).split().weightOf(group) > 0) {
                return true;
            }
        }
        return false;
    }
}
