package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What never changes in a small world, and how it begins. */
final class ExplorationCase {
    /** The frozen clock. */
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Who ordered the deployment, and may not approve it. */
    static final Command.Origin AUTHOR = new Command.Origin("author", NOW);

    static final DeploymentId DEPLOYMENT = new DeploymentId("d2");
    static final RevisionRef GREEN = new RevisionRef("green");
    static final RevisionRef BLUE = new RevisionRef("blue");
    static final RevisionRef LEFT_OVER = new RevisionRef("left-over");

    private final Bound bound;

    ExplorationCase(Bound bound) {
        this.bound = bound;
    }

    Bound bound() {
        return bound;
    }

    DeploymentSpec spec() {
        return bound.spec();
    }

    int routeIndex(RouteRef route) {
        return spec().routes().indexOf(route);
    }

    int productionRoutes() {
        return spec().productionRoutes().size();
    }

    TargetGroupRef first() {
        return spec().targetGroups().first();
    }

    TargetGroupRef second() {
        return spec().targetGroups().second();
    }

    TargetGroupRef other(TargetGroupRef group) {
        return spec().targetGroups().other(group);
    }

    /** Healthy targets in that group which no revision of the service owns. */
    int strangers(TargetGroupRef group) {
        return hasForeignBlue() && group.equals(first()) ? 1 : 0;
    }

    /** Whether targets of somebody else served before the first deployment of ours. */
    boolean hasForeignBlue() {
        return switch (bound.world()) {
            case FOREIGN_BLUE, FOREIGN_SPLIT, FOREIGN_SHIFTED -> true;
            case STEADY,
                    FIRST_DEPLOYMENT,
                    SPLIT,
                    DISAGREEING,
                    LEFT_OVER,
                    KEPT,
                    SHIFTED,
                    BROKEN_BLUE,
                    ALL_BROKEN,
                    SICK -> false;
        };
    }

    WorldFacts start() {
        return new WorldFacts(
                splits().stream().map(ModelRoute::of).toList(),
                revisions(),
                false,
                spec().alarms().names().isEmpty() ? Optional.empty() : Optional.of(AlarmReading.State.OK),
                Judgement.Answer.UNKNOWN,
                bound.tasks(),
                0,
                Set.of(),
                0,
                false,
                Deletions.NOTHING,
                false);
    }

    /** The world after somebody wrote a route; its data plane follows at once, or later. */
    WorldFacts written(WorldFacts facts, int route, TrafficSplit split, boolean byOthers) {
        return facts.with(
                route,
                facts.routes().get(route).written(split, byOthers, bound.lag().isPresent()));
    }

    private List<TrafficSplit> splits() {
        TrafficSplit blue = TrafficSplit.allOn(first(), second());
        TrafficSplit green = TrafficSplit.allOn(second(), first());
        TrafficSplit split = TrafficSplit.of(first(), second(), Percent.of(5));
        List<TrafficSplit> splits = new ArrayList<>();
        for (int i = 0; i < spec().routes().size(); i++) {
            boolean test = i >= productionRoutes();
            splits.add(
                    switch (bound.world()) {
                        case STEADY, FIRST_DEPLOYMENT, FOREIGN_BLUE, SICK -> blue;
                        case SPLIT, FOREIGN_SPLIT, BROKEN_BLUE, ALL_BROKEN -> test ? green : split;
                        case DISAGREEING -> i == 0 || test ? green : blue;
                        case LEFT_OVER -> blue;
                        case KEPT, SHIFTED, FOREIGN_SHIFTED -> green;
                    });
        }
        return List.copyOf(splits);
    }

    private int keptTasks() {
        return spec().keepBlue().map(keep -> keep.tasks(bound.tasks())).orElse(bound.tasks());
    }

    private List<ModelRevision> revisions() {
        int tasks = bound.tasks();
        ModelRevision blue =
                new ModelRevision(BLUE, first(), true, Optional.of(new DeploymentId("d0")), tasks, tasks, false);
        ModelRevision left =
                new ModelRevision(LEFT_OVER, second(), false, Optional.of(new DeploymentId("d1")), tasks, tasks, false);
        return switch (bound.world()) {
            case STEADY -> List.of(blue);
            case SICK -> List.of(blue.withHealthy(0));
            case FIRST_DEPLOYMENT, FOREIGN_BLUE -> List.of();
            case FOREIGN_SPLIT, FOREIGN_SHIFTED -> List.of(left);
            case SPLIT, DISAGREEING, LEFT_OVER, SHIFTED -> List.of(blue, left);
            case KEPT ->
                List.of(
                        new ModelRevision(BLUE, first(), false, Optional.empty(), keptTasks(), keptTasks(), false),
                        new ModelRevision(
                                LEFT_OVER, second(), true, Optional.of(new DeploymentId("d1")), tasks, tasks, false));
            case BROKEN_BLUE -> List.of(blue.withHealthy(0), left);
            case ALL_BROKEN -> List.of(blue.withHealthy(0), left.withHealthy(0));
        };
    }
}
