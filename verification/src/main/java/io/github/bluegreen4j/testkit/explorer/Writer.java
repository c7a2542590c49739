package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.Optional;

/** Applies the calls that change something. */
final class Writer {
    private final ExplorationCase scenario;

    Writer(ExplorationCase scenario) {
        this.scenario = scenario;
    }

    /**
     * The world after the call has landed. What it was compared with is not looked at again: it was compared before.
     */
    WorldFacts land(Call call, WorldFacts facts) {
        return call.accept(new Landing(scenario, facts));
    }

    /** Why the world itself turns the call down, if it does. */
    Optional<Problem> refuses(Call call, WorldFacts facts) {
        return call.accept(new Refusing(scenario, facts)).map(kind -> Problems.of(kind, call));
    }

    /** What has to be broken for the call to be never answered, or never to have an effect. */
    static BrokenCalls breakage(Call call) {
        return call.accept(new Breaking());
    }

    /** A rule can't list a target group that does not exist. */
    private static boolean isLost(WorldFacts facts, Call.WriteRoute call) {
        return facts.lost().groups().stream().anyMatch(call.split()::lists);
    }

    private static boolean isLost(WorldFacts facts, Call.LaunchRevision call) {
        return facts.lost().service()
                || facts.lost().groups().contains(call.request().targetGroup());
    }

    private static final class Landing extends PartialCallHandler<WorldFacts> {
        private final ExplorationCase scenario;
        private final WorldFacts facts;

        Landing(ExplorationCase scenario, WorldFacts facts) {
            super(facts);
            this.scenario = scenario;
            this.facts = facts;
        }

        @Override
        public WorldFacts writeRoute(Call.WriteRoute call) {
            int route = scenario.routeIndex(call.route());
            return facts.isGone(route) || isLost(facts, call)
                    ? facts
                    : scenario.written(facts, route, call.split(), false);
        }

        @Override
        public WorldFacts launchRevision(Call.LaunchRevision call) {
            LaunchRequest request = call.request();
            boolean exists = facts.find(ExplorationCase.GREEN).isPresent();
            return exists || isLost(facts, call)
                    ? facts
                    : facts.launched(new ModelRevision(
                            ExplorationCase.GREEN,
                            request.targetGroup(),
                            false,
                            Optional.of(request.owner()),
                            request.desiredCount(),
                            0,
                            facts.isBroken(BrokenCalls.START)));
        }

        @Override
        public WorldFacts scaleRevision(Call.ScaleRevision call) {
            return facts.find(call.revision())
                    .map(revision -> facts.with(revision.withDesired(call.desired())))
                    .orElse(facts);
        }

        @Override
        public WorldFacts makePrimary(Call.MakePrimary call) {
            return facts.find(call.revision()).isPresent() ? facts.withPrimary(call.revision()) : facts;
        }

        @Override
        public WorldFacts retireRevision(Call.RetireRevision call) {
            return facts.isBroken(BrokenCalls.RETIRE) ? facts : facts.without(call.revision());
        }

        @Override
        public WorldFacts suspendScaleIn(Call.SuspendScaleIn call) {
            return facts.withSuspended(true);
        }

        @Override
        public WorldFacts restoreScaleIn(Call.RestoreScaleIn call) {
            return facts.withSuspended(false);
        }
    }

    private static final class Refusing extends PartialCallHandler<Optional<Problem.Kind>> {
        private final ExplorationCase scenario;
        private final WorldFacts facts;

        Refusing(ExplorationCase scenario, WorldFacts facts) {
            super(Optional.empty());
            this.scenario = scenario;
            this.facts = facts;
        }

        @Override
        public Optional<Problem.Kind> writeRoute(Call.WriteRoute call) {
            int route = scenario.routeIndex(call.route());
            if (facts.isGone(route) || isLost(facts, call)) {
                return Optional.of(Problem.Kind.GONE);
            }
            String now = facts.splits().get(route).toString();
            return now.equals(call.fingerprint()) ? Optional.empty() : Optional.of(Problem.Kind.CONFLICT);
        }

        @Override
        public Optional<Problem.Kind> launchRevision(Call.LaunchRevision call) {
            return isLost(facts, call) ? Optional.of(Problem.Kind.GONE) : Optional.empty();
        }

        @Override
        public Optional<Problem.Kind> scaleRevision(Call.ScaleRevision call) {
            return gone(call.revision());
        }

        @Override
        public Optional<Problem.Kind> makePrimary(Call.MakePrimary call) {
            return gone(call.revision());
        }

        @Override
        public Optional<Problem.Kind> retireRevision(Call.RetireRevision call) {
            return gone(call.revision());
        }

        private Optional<Problem.Kind> gone(RevisionRef revision) {
            return facts.find(revision).isPresent() ? Optional.empty() : Optional.of(Problem.Kind.GONE);
        }
    }

    private static final class Breaking extends PartialCallHandler<BrokenCalls> {
        Breaking() {
            super(BrokenCalls.EVERYTHING);
        }

        @Override
        public BrokenCalls writeRoute(Call.WriteRoute call) {
            return BrokenCalls.ROUTE_WRITES;
        }

        @Override
        public BrokenCalls launchRevision(Call.LaunchRevision call) {
            return BrokenCalls.LAUNCH;
        }

        @Override
        public BrokenCalls makePrimary(Call.MakePrimary call) {
            return BrokenCalls.PRIMARY;
        }

        @Override
        public BrokenCalls suspendScaleIn(Call.SuspendScaleIn call) {
            return BrokenCalls.SCALE_IN;
        }

        @Override
        public BrokenCalls restoreScaleIn(Call.RestoreScaleIn call) {
            return BrokenCalls.SCALE_IN;
        }
    }
}
