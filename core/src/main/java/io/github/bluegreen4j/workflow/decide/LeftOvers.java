package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Green;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import java.util.ArrayList;
import java.util.List;

/** What a deployment that ends in this state leaves behind, by name. */
final class LeftOvers {
    private LeftOvers() {}

    static List<String> of(DeploymentState state) {
        if (state instanceof Forward forward) {
            return forward(forward);
        }
        return state instanceof RollingBack rolling ? rollingBack(rolling) : List.of();
    }

    private static List<String> forward(Forward forward) {
        List<String> names = new ArrayList<>();
        Running run = forward.run();
        boolean isRetired = forward.reconciliation()
                .map(reconciliation -> reconciliation.retire().isEmpty())
                .orElse(false);
        if (run.spec().kept().isPresent() && !isRetired && !isTakenBack(forward)) {
            RevisionRef kept =
                    (run.spec().isUndo() ? run.spec().serve() : run.spec().kept()).orElseThrow();
            names.add("revision " + kept + ", which was kept, is not retired by this order");
            if (!forward.isPending()) {
                run.spec().routes().forEach(route -> route(run, route, names));
            }
            return names;
        }
        if (forward.isPending()) {
            return names;
        }
        forward.reconciliation()
                .ifPresent(reconciliation -> reconciliation
                        .restoration()
                        .leftAlone()
                        .forEach((route, why) -> names.add("route " + route + ": " + why)));
        if (forward.isIn(LifecycleStage.CLEAN_UP)) {
            if (!run.resources().primaryMade()) {
                names.add("green does not bear the label PRIMARY");
            }
            if (!run.resources().blueRetired() && !Stages.isBlueKept(run)) {
                run.roles().blue().ifPresent(blue -> names.add("revision " + blue + " (blue) is not retired"));
            }
            return names;
        }
        green(run, names);
        forward.reconciliation().ifPresent(reconciliation -> others(reconciliation.retire(), names));
        run.spec().routes().forEach(route -> route(run, route, names));
        return names;
    }

    /** Whether an undo has given production to the revision that was kept: then the other one is left over. */
    private static boolean isTakenBack(Forward forward) {
        return forward.run().spec().isUndo()
                && !forward.isPending()
                && !Stages.isRestoring(forward)
                && forward.reconciliation().isPresent();
    }

    private static List<String> rollingBack(RollingBack rolling) {
        List<String> names = new ArrayList<>();
        Running run = rolling.run();
        green(run, names);
        others(rolling.others(), names);
        for (RouteRef route : run.spec().routes()) {
            if (!rolling.restoration().restored().contains(route)) {
                String why = rolling.restoration().leftAlone().getOrDefault(route, "not restored");
                names.add("route " + route + ": " + why + lastRead(run, route));
            }
        }
        return names;
    }

    private static void others(List<RevisionRef> revisions, List<String> names) {
        revisions.forEach(revision -> names.add("revision " + revision + " of an earlier deployment is not retired"));
    }

    private static void green(Running run, List<String> names) {
        Green green = run.resources().green();
        if (green.mayExist() && !green.retired()) {
            names.add("revision "
                    + green.revision().map(RevisionRef::toString).orElse("of this deployment, if any,")
                    + " (green) is not retired");
        }
    }

    private static void route(Running run, RouteRef route, List<String> names) {
        RouteReading left = run.resources().routes().get(route);
        boolean underWay = run.pendingWork()
                .on(new Effect.Resource(Effect.Resource.Kind.ROUTE, route.id()))
                .isPresent();
        if (left != null && (underWay || !left.split().isAllOn(run.roles().blueGroup()))) {
            names.add("route " + route + lastRead(run, route) + (underWay ? ", was being written" : ""));
        }
    }

    private static String lastRead(Running run, RouteRef route) {
        RouteReading left = run.resources().routes().get(route);
        return left == null ? "" : " (last read " + left.split() + ")";
    }
}
