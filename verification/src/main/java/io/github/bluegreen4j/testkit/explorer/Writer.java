package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.workflow.Call;
import java.util.Optional;

/** Applies the calls that change something. */
final class Writer {
    private final Scenario scenario;

    Writer(Scenario scenario) {
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
    static Breakage breakage(Call call) {
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

    private static final class Landing extends CallAdapter<WorldFacts> {
        private final Scenario scenario;
        private final WorldFacts facts;

        Landing(Scenario scenario, WorldFacts facts) {
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
            boolean exists = facts.find(Scenario.GREEN).isPresent();
            return exists || isLost(facts, call)
                    ? facts
                    : facts.launched(new Revision(
                            Scenario.GREEN,
                            request.targetGroup(),
                            false,
                            Optional.of(request.owner()),
                            request.desiredCount(),
                            0,
                            facts.isBroken(Breakage.START)));
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
            return facts.isBroken(Breakage.RETIRE) ? facts : facts.without(call.revision());
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

    private static final class Refusing extends CallAdapter<Optional<Problem.Kind>> {
        private final Scenario scenario;
        private final WorldFacts facts;

        Refusing(Scenario scenario, WorldFacts facts) {
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

    private static final class Breaking extends CallAdapter<Breakage> {
        Breaking() {
            super(Breakage.EVERYTHING);
        }

        @Override
        public Breakage writeRoute(Call.WriteRoute call) {
            return Breakage.ROUTE_WRITES;
        }

        @Override
        public Breakage launchRevision(Call.LaunchRevision call) {
            return Breakage.LAUNCH;
        }

        @Override
        public Breakage makePrimary(Call.MakePrimary call) {
            return Breakage.PRIMARY;
        }

        @Override
        public Breakage suspendScaleIn(Call.SuspendScaleIn call) {
            return Breakage.SCALE_IN;
        }

        @Override
        public Breakage restoreScaleIn(Call.RestoreScaleIn call) {
            return Breakage.SCALE_IN;
        }
    }
}
