package io.github.bluegreen4j.story;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Phrases;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns the events of one deployment into English, one {@link Sentence} for each event. Give it the events in their
 * order, from the first: events refer to earlier ones, for example by a position in the plan. If the first events are
 * missing, it still gives each event a sentence, with less in it.
 *
 * <p>Use one narrator for each deployment. It is not safe for use by several threads. The same events give the same
 * sentences.
 */
public final class Narrator {
    private static final Set<LifecycleStage> WORKING = EnumSet.of(
            LifecycleStage.RECONCILE_SERVICE,
            LifecycleStage.SCALE_UP,
            LifecycleStage.TEST_TRAFFIC_SHIFT,
            LifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
            LifecycleStage.BAKE_TIME,
            LifecycleStage.CLEAN_UP);

    private Optional<ProgressEvent.DeploymentCreated> order = Optional.empty();
    private Optional<Roles> roles = Optional.empty();
    private Optional<RevisionRef> green = Optional.empty();
    private List<PlannedStage> plan = List.of();
    private Optional<LifecycleStage> stage = Optional.empty();
    /** The stage that a rollback left. */
    private Optional<LifecycleStage> leftAt = Optional.empty();

    private Optional<Problem> refusal = Optional.empty();
    private ScaleInSetting.Kind suspends = ScaleInSetting.Kind.SCALE_IN;
    private boolean refused;
    private final Map<Watch, Watch.Condition> conditions = new EnumMap<>(Watch.class);

    /** Whether the bake was interrupted by what concerns other deployments, too. */
    private boolean disturbed;

    /** A narrator that knows no event yet. */
    public Narrator() {}

    /**
     * Tells the next event.
     *
     * @param event the event
     * @return what happened
     */
    public Sentence tell(DeploymentEvent event) {
        note(event);
        Draft draft = event.accept(new Words());
        return new Sentence(
                event.at(),
                event.getClass().getSimpleName(),
                draft.kind,
                order.map(ProgressEvent.DeploymentCreated::deployment),
                order.map(created -> created.spec().service()),
                stage,
                draft.text,
                draft.facts);
    }

    /**
     * Takes note of the next event without telling it. Cheaper than {@link #tell}, for events that nobody will read.
     *
     * @param event the event
     */
    public void note(DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentCreated created) {
            // An order that was refused may be given again under its id.
            order = Optional.of(created);
            refusal = Optional.empty();
            refused = false;
        } else if (event instanceof ProgressEvent.DeploymentRefused) {
            refused = true;
        } else if (event instanceof ProgressEvent.DeploymentStarted started) {
            roles = Optional.of(started.roles());
            plan = started.plan();
        } else if (event instanceof ProgressEvent.ReconciliationChosen chosen) {
            roles = Optional.of(chosen.roles());
        } else if (event instanceof ProgressEvent.ServiceReconciled reconciled) {
            roles = Optional.of(reconciled.roles());
        } else if (event instanceof ProgressEvent.StageEntered entered) {
            stage = planned(entered.position()).map(PlannedStage::stage).or(() -> stage);
        } else if (event instanceof ProgressEvent.RollbackStarted) {
            leftAt = stage;
            stage = Optional.of(LifecycleStage.PRE_ROLLBACK);
        } else if (event instanceof HookEvent.HookStarted hook
                && hook.execution().stage() == LifecycleStage.POST_ROLLBACK) {
            stage = Optional.of(LifecycleStage.POST_ROLLBACK);
        } else if (event instanceof WorkEvent.RevisionLaunched launched) {
            green = Optional.of(launched.revision());
        } else if (event instanceof WorkEvent.WorkRefused work && plan.isEmpty()) {
            refusal = Optional.of(work.problem());
        } else if (event instanceof WatchEvent.ConditionChanged changed) {
            conditions.put(changed.watch(), changed.condition());
        } else if (event instanceof WatchEvent.GreenJudged judged) {
            conditions.put(
                    Watch.ANALYSIS,
                    judged.judgement().answer() == Judgement.Answer.WORSE
                            ? Watch.Condition.BAD
                            : Watch.Condition.UNKNOWN);
        } else if (event instanceof WorkEvent.ScaleInRead read) {
            suspends = read.setting().kind();
        }
    }

    private Optional<PlannedStage> planned(int position) {
        return position >= 0 && position < plan.size() ? Optional.of(plan.get(position)) : Optional.empty();
    }

    /** A sentence in the making. */
    private static final class Draft {
        private final Sentence.Kind kind;
        private final List<Sentence.Fact> facts = new ArrayList<>();
        private String text;

        Draft(Sentence.Kind kind, String text) {
            this.kind = kind;
            this.text = text;
        }

        Draft fact(String name, Object value) {
            facts.add(new Sentence.Fact(name, String.valueOf(value)));
            return this;
        }

        Draft also(boolean said, String more) {
            text += said && !more.isEmpty() ? " " + more : "";
            return this;
        }

        Draft given(Optional<Command.Origin> by) {
            by.ifPresent(origin -> fact("by", origin.actor()).fact("givenAt", origin.at()));
            return this;
        }

        Draft all(String name, List<String> values) {
            values.forEach(value -> fact(name, value));
            return this;
        }
    }

    private static Draft detail(String text) {
        return new Draft(Sentence.Kind.DETAIL, text);
    }

    private static Draft milestone(String text) {
        return new Draft(Sentence.Kind.MILESTONE, text);
    }

    private static Draft disturbance(String text) {
        return new Draft(Sentence.Kind.DISTURBANCE, text);
    }

    private static Draft warning(String text) {
        return new Draft(Sentence.Kind.WARNING, text);
    }

    private static Draft failure(String text) {
        return new Draft(Sentence.Kind.FAILURE, text);
    }

    /** Ends a text from outside as a sentence. */
    private static String end(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() || stripped.matches("(?s).*[.!?…]") ? stripped : stripped + ".";
    }

    private static String because(String reason) {
        return reason.isBlank() ? "." : ": " + end(reason);
    }

    private static String by(Optional<Command.Origin> by) {
        return by.map(origin -> " by " + origin.actor() + " at " + origin.at()).orElse("");
    }

    private static String instant(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String until(Instant from, Instant to) {
        return Phrases.duration(Duration.between(from, to)) + ", until " + instant(to);
    }

    private static String list(List<String> values) {
        return String.join("; ", values);
    }

    private String role(Roles.Role role) {
        Optional<RevisionRef> revision = role == Roles.Role.BLUE ? roles.flatMap(Roles::blue) : green;
        return (role == Roles.Role.BLUE ? "blue" : "green")
                + revision.map(ref -> " (" + ref + ")").orElse("");
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private String route(RouteRef route) {
        String kind = order.map(created -> created.spec().productionRoutes().contains(route)
                        ? "production route "
                        : created.spec().routes().contains(route) ? "test route " : "route ")
                .orElse("route ");
        return kind + route;
    }

    private static String percent(double share) {
        double tenths = Math.round(share * 10) / 10.0;
        return (tenths == Math.rint(tenths) ? String.valueOf(Math.round(tenths)) : String.valueOf(tenths)) + "%";
    }

    private String shares(RouteReading reading) {
        return roles.map(known -> " gives green " + percent(reading.split().shareOf(known.greenGroup()))
                        + " and blue " + percent(reading.split().shareOf(known.blueGroup())) + " (" + reading.split()
                        + ")")
                .orElse(" reads " + reading.split());
    }

    private boolean isPause(HookExecution execution) {
        return order.flatMap(created -> created.spec().hooks().stream()
                        .filter(hook -> hook.name().equals(execution.hook()))
                        .findFirst())
                .filter(hook -> hook.kind() == HookSpec.Kind.PAUSE)
                .isPresent();
    }

    /** {@code somebody answers}, or {@code 2 of alice, bob, carol approve}. */
    private String answer(HookExecution execution) {
        return order.flatMap(created -> created.spec().hooks().stream()
                        .filter(hook -> hook.name().equals(execution.hook()))
                        .findFirst()
                        .flatMap(HookSpec::approvals)
                        .map(asked -> asked.needed() + " of " + String.join(", ", asked.without(created.by()))
                                + (asked.needed() == 1 ? " approves" : " approve")))
                .orElse("somebody answers");
    }

    private String hook(HookExecution execution) {
        String named = isPause(execution) ? "pause" : "hook";
        return execution.hook().toLowerCase(Locale.ROOT).startsWith(named)
                ? execution.toString()
                : named + " " + execution;
    }

    /** The phrases of work, with the names that this deployment gives to things. */
    private final class Names extends Phrases {
        Names() {
            super(suspends);
        }

        @Override
        protected String role(Roles.Role role) {
            return Narrator.this.role(role);
        }

        @Override
        protected String route(RouteRef route) {
            return Narrator.this.route(route);
        }

        @Override
        protected String hook(HookExecution execution) {
            return Narrator.this.hook(execution);
        }
    }

    private String phrase(Effect effect) {
        return effect.accept(new Names());
    }

    private static final Map<Gate, String> GATES = Map.ofEntries(
            Map.entry(Gate.CAPACITY, "green must be healthy first"),
            Map.entry(Gate.ALARMS, "the alarms must be known and good first"),
            Map.entry(Gate.POLICY, "every policy must let green get more weight first, and the line must run"),
            Map.entry(Gate.DRIFT, "the route must read as the deployment left it first"),
            Map.entry(Gate.READ_BACK, "the result must become visible"),
            Map.entry(Gate.NO_WEIGHT, "no route may give weight to it"),
            Map.entry(Gate.IDLE_GROUP_EMPTY, "the idle target group must be empty first"),
            Map.entry(Gate.BLUE_SCALE, "blue's desired count must be restored first"),
            Map.entry(
                    Gate.BLUE_SCALE_ALIVE,
                    "blue's desired count must be restored and one of its targets healthy first"),
            Map.entry(Gate.BLUE_CAPACITY, "blue must be healthy first"),
            Map.entry(Gate.BLUE_ALIVE, "at least one target of blue must be healthy first"),
            Map.entry(Gate.GREEN_EXISTS, "green, which serves, must still exist"),
            Map.entry(
                    Gate.OTHER_ROUTES, "no route of others may give weight to the target group that is to be emptied"),
            Map.entry(Gate.REACHABLE, "the first read must be answered"),
            Map.entry(Gate.READABLE, "what the work depends on must be readable"),
            Map.entry(Gate.ACCEPTED, "the call must be accepted"));

    /** The sentences, in the order of the event types. */
    private final class Words implements DeploymentEvent.Handler<Draft> {
        @Override
        public Draft deploymentCreated(ProgressEvent.DeploymentCreated e) {
            return milestone("Deployment " + e.deployment() + " was ordered" + by(e.by()) + ": "
                            + (e.spec().isKeeping()
                                    ? "keep " + e.spec().kept().orElseThrow() + " of "
                                            + e.spec().service() + " for "
                                            + Phrases.duration(e.spec()
                                                    .keepBlue()
                                                    .orElseThrow()
                                                    .time())
                                            + " after " + e.spec().serve().orElseThrow()
                                            + " has got production; then retire it."
                                    : e.spec().isRecovery()
                                            ? "give production of " + e.spec().service() + " to one revision."
                                            : "deploy " + e.spec().revision().definition() + " to "
                                                    + e.spec().service() + "."))
                    .fact("deployment", e.deployment())
                    .fact("service", e.spec().service())
                    .fact("definition", e.spec().revision().definition())
                    .given(e.by());
        }

        @Override
        public Draft deploymentAdmitted(ProgressEvent.DeploymentAdmitted e) {
            return detail("It is this deployment's turn: no other deployment of the service runs.");
        }

        @Override
        public Draft deploymentRefused(ProgressEvent.DeploymentRefused e) {
            // What a port said in its own words says more than the faults that were made of it.
            List<String> faults = refusal.map(problem ->
                            List.of(problem.operation() + " on " + problem.resource() + ": " + problem.message()))
                    .orElseGet(() -> e.faults().stream().map(Object::toString).toList());
            return warning("The deployment was refused, and nothing was changed: " + end(list(faults)))
                    .all("fault", faults);
        }

        @Override
        public Draft preflightWarned(ProgressEvent.PreflightWarned e) {
            List<String> findings = e.findings().stream().map(Object::toString).toList();
            return warning("The preflight warns, and the deployment starts: " + end(list(findings)))
                    .all("finding", findings);
        }

        @Override
        public Draft deploymentStarted(ProgressEvent.DeploymentStarted e) {
            return milestone(serving(e.roles()) + " with " + Phrases.tasks(e.desiredCount()) + ", and green goes to "
                            + e.roles().greenGroup() + ".")
                    .fact("blue", e.roles().blue().map(RevisionRef::id).orElse(""))
                    .fact("blueGroup", e.roles().blueGroup())
                    .fact("greenGroup", e.roles().greenGroup())
                    .fact("desiredCount", e.desiredCount());
        }

        private String serving(Roles known) {
            return known.blue()
                    .map(blue -> "Blue is " + blue + " in " + known.blueGroup())
                    .orElse("No revision of the service is in production: what serves is in " + known.blueGroup());
        }

        @Override
        public Draft reconciliationChosen(ProgressEvent.ReconciliationChosen e) {
            List<String> retire = e.retire().stream().map(RevisionRef::id).toList();
            return warning("One revision is to serve, and others are there or have production. "
                            + e.roles().blue().map(blue -> "Revision " + blue).orElse("What serves")
                            + " in " + e.roles().blueGroup() + (e.moveTraffic() ? " gets" : " keeps")
                            + " production.")
                    .also(!retire.isEmpty(), "To be retired: " + list(retire) + ".")
                    .fact("blue", e.roles().blue().map(RevisionRef::id).orElse(""))
                    .fact("blueGroup", e.roles().blueGroup())
                    .fact("moveTraffic", e.moveTraffic())
                    .all("retire", retire);
        }

        @Override
        public Draft serviceReconciled(ProgressEvent.ServiceReconciled e) {
            return milestone("The service is repaired. "
                            + serving(e.roles()) + ", and "
                            + e.roles().greenGroup() + " is empty.")
                    .fact("blue", e.roles().blue().map(RevisionRef::id).orElse(""))
                    .fact("blueGroup", e.roles().blueGroup())
                    .fact("greenGroup", e.roles().greenGroup());
        }

        @Override
        public Draft stageEntered(ProgressEvent.StageEntered e) {
            Optional<PlannedStage> entered = planned(e.position());
            if (entered.isEmpty()) {
                return milestone("Stage " + e.position() + " of the plan began.")
                        .fact("position", e.position());
            }
            PlannedStage now = entered.get();
            boolean quiet = !WORKING.contains(now.stage())
                    && order.filter(created ->
                                    created.spec().hooksAt(now.stage()).isEmpty())
                            .isPresent();
            String text = "Stage " + now.stage() + " began" + goal(now) + ".";
            return (quiet ? detail(text) : milestone(text))
                    .fact("stage", now.stage())
                    .fact("step", now.step())
                    .fact("greenShare", now.greenShare());
        }

        private String goal(PlannedStage now) {
            return switch (now.stage()) {
                case SCALE_UP -> ": green is launched and must become healthy";
                case TEST_TRAFFIC_SHIFT -> ": the test route moves to green";
                case PRE_PRODUCTION_TRAFFIC_SHIFT -> " before production step " + now.step();
                case PRODUCTION_TRAFFIC_SHIFT ->
                    ": production step " + now.step() + ", green gets " + now.greenShare() + bake(now);
                case BAKE_TIME -> ": both revisions run and green is watched" + bake(now);
                case CLEAN_UP -> ": blue is retired, and a rollback is no longer possible";
                case RECONCILE_SERVICE -> ": one revision gets production, and others are retired";
                case PRE_SCALE_UP,
                        POST_SCALE_UP,
                        POST_TEST_TRAFFIC_SHIFT,
                        POST_PRODUCTION_TRAFFIC_SHIFT,
                        PRE_ROLLBACK,
                        POST_ROLLBACK -> "";
            };
        }

        private String bake(PlannedStage now) {
            return now.bake().isZero() ? "" : " for " + Phrases.duration(now.bake());
        }

        @Override
        public Draft bakeStarted(ProgressEvent.BakeStarted e) {
            String text = "The bake runs for " + until(e.at(), e.endsAt()) + ".";
            Draft draft = disturbed ? disturbance(text) : milestone(text);
            disturbed = false;
            return draft.fact("endsAt", e.endsAt());
        }

        @Override
        public Draft bakePaused(ProgressEvent.BakePaused e) {
            String text = "The bake is interrupted, with " + Phrases.duration(e.remaining())
                    + " remaining: what must be watched is not known to be good.";
            disturbed = !conditions.containsValue(Watch.Condition.BAD);
            return (disturbed ? disturbance(text) : milestone(text)).fact("remaining", Phrases.duration(e.remaining()));
        }

        @Override
        public Draft bakeEnded(ProgressEvent.BakeEnded e) {
            return (e.skipped() ? milestone("A user skipped the rest of the bake.") : detail("The bake is over."))
                    .fact("skipped", e.skipped());
        }

        @Override
        public Draft cleanUpGateOpened(ProgressEvent.CleanUpGateOpened e) {
            String routes = e.readings().routes().values().stream()
                    .map(reading -> route(reading.route()) + " reads " + reading.split())
                    .collect(Collectors.joining("; "));
            return milestone("Blue may be retired: green has all of production and is healthy, and the alarms are good."
                            + (routes.isEmpty() ? "" : " " + capitalized(routes) + "."))
                    .fact("routes", routes);
        }

        @Override
        public Draft keepingEnded(ProgressEvent.KeepingEnded e) {
            String more = e.reason().isEmpty() ? "" : ": " + e.reason();
            return switch (e.why()) {
                case TIME -> milestone("The time is over for which the revision is kept; it is retired.");
                case DEPLOYMENT -> milestone("The revision that is kept is retired first" + end(more));
                case SKIPPED ->
                    milestone("The revision that is kept is retired early" + by(e.by()) + ".")
                            .given(e.by());
                case UNDO ->
                    warning("An undo takes production back to the revision that is kept" + by(e.by()) + end(more))
                            .fact("reason", e.reason())
                            .given(e.by());
            };
        }

        @Override
        public Draft drainStarted(ProgressEvent.DrainStarted e) {
            return milestone("Requests in flight to "
                            + (stage.filter(LifecycleStage.PRE_ROLLBACK::equals).isPresent()
                                    ? "green"
                                    : stage.filter(LifecycleStage.CLEAN_UP::equals)
                                                    .isPresent()
                                            ? "blue"
                                            : "what is retired")
                            + " get " + until(e.at(), e.endsAt()) + ", to finish.")
                    .fact("endsAt", e.endsAt());
        }

        @Override
        public Draft drainEnded(ProgressEvent.DrainEnded e) {
            return detail("The time for requests in flight is over.");
        }

        @Override
        public Draft commandAnswered(ProgressEvent.CommandAnswered e) {
            String text = "Command " + e.commandId() + by(e.by()) + " was " + (e.accepted() ? "accepted" : "refused")
                    + because(e.answer());
            return (e.accepted() ? milestone(text) : warning(text))
                    .fact("command", e.commandId())
                    .fact("accepted", e.accepted())
                    .fact("answer", e.answer())
                    .given(e.by());
        }

        @Override
        public Draft rollbackRequested(ProgressEvent.RollbackRequested e) {
            return warning("A rollback was requested" + by(e.by()) + because(e.reason()))
                    .fact("reason", e.reason())
                    .given(e.by());
        }

        @Override
        public Draft stopRequested(ProgressEvent.StopRequested e) {
            return warning("The deployment will stop as it stands. That was requested" + by(e.by())
                            + because(e.reason()))
                    .fact("reason", e.reason())
                    .given(e.by());
        }

        @Override
        public Draft rollbackStarted(ProgressEvent.RollbackStarted e) {
            return warning("The deployment rolls back (" + e.cause() + ")"
                            + leftAt.map(left -> " from " + left).orElse("") + because(e.reason())
                            + " Production goes back to " + role(Roles.Role.BLUE) + " first.")
                    .fact("cause", e.cause())
                    .fact("reason", e.reason());
        }

        @Override
        public Draft rollbackInsisted(ProgressEvent.RollbackInsisted e) {
            return warning(
                    "The wait for blue is over. Blue gets production although it is not as healthy as required.");
        }

        @Override
        public Draft rollbackOverdue(ProgressEvent.RollbackOverdue e) {
            return failure("The rollback exceeded its deadline. The engine starts no more work for it.");
        }

        @Override
        public Draft cleanUpOverdue(ProgressEvent.CleanUpOverdue e) {
            return warning("CLEAN_UP exceeded its limit. A last reading of the production routes decides how the"
                    + " deployment ends.");
        }

        @Override
        public Draft closingStarted(ProgressEvent.ClosingStarted e) {
            return detail("The deployment will end " + e.end() + because(e.reason())
                            + " Before that, the engine restores what it suspended and waits for calls that could"
                            + " still take effect.")
                    .also(!e.leftOvers().isEmpty(), "Left over: " + end(list(e.leftOvers())))
                    .fact("end", e.end())
                    .fact("reason", e.reason())
                    .all("leftOver", e.leftOvers());
        }

        @Override
        public Draft closingOverdue(ProgressEvent.ClosingOverdue e) {
            return warning("The engine could not restore in time what it suspended.");
        }

        @Override
        public Draft engineStalled(ProgressEvent.EngineStalled e) {
            return disturbance("The engine could not act for " + Phrases.duration(Duration.between(e.since(), e.at()))
                            + ", since " + instant(e.since())
                            + ": it had no journal, no lease, or no answer from any port."
                            + " Its own limits do not count this time.")
                    .fact("since", e.since());
        }

        @Override
        public Draft endObserved(ProgressEvent.EndObserved e) {
            return detail("At the end: " + end(list(e.serving())))
                    .also(!e.warnings().isEmpty(), "Warning: " + end(list(e.warnings())))
                    .all("serving", e.serving())
                    .all("warning", e.warnings());
        }

        @Override
        public Draft engineResumed(ProgressEvent.EngineResumed e) {
            disturbed = true;
            return disturbance("An engine continues the deployment after a restart or a take-over. The former engine"
                            + " was last known to act at " + instant(e.lastAlive())
                            + "; its calls could take effect until "
                            + instant(e.quietAt()) + ".")
                    .also(
                            e.lateUntil().isPresent(),
                            "A write of a route that it had in progress may arrive until "
                                    + e.lateUntil().map(Narrator::instant).orElse("") + ".")
                    .fact("lastAlive", e.lastAlive())
                    .fact("quietAt", e.quietAt());
        }

        @Override
        public Draft invariantBroken(ProgressEvent.InvariantBroken e) {
            return failure("The next step would have broken invariants of the engine (" + list(e.names())
                            + "), so it was discarded. This is a defect of the library, please report it: "
                            + end(e.refused()))
                    .all("invariant", e.names())
                    .fact("refused", e.refused());
        }

        @Override
        public Draft deploymentEnded(ProgressEvent.DeploymentEnded e) {
            boolean bad = e.status() == DeploymentStatus.ROLLBACK_FAILED;
            boolean good = e.status() == DeploymentStatus.SUCCESSFUL
                    && e.leftOvers().isEmpty()
                    && e.warnings().isEmpty();
            // The reason of a refusal repeats the faults.
            String text = "The deployment ended " + e.status() + because(refused ? "" : e.reason());
            return (bad ? failure(text) : good ? milestone(text) : warning(text))
                    .also(!e.serving().isEmpty(), "Now: " + end(list(e.serving())))
                    .also(!e.warnings().isEmpty(), "Warning: " + end(list(e.warnings())))
                    .also(!e.leftOvers().isEmpty(), "Left over: " + end(list(e.leftOvers())))
                    .also(
                            bad,
                            "Look at the production routes. A new deployment, or a recovery, repairs the service first.")
                    .fact("status", e.status())
                    .fact("reason", e.reason())
                    .all("serving", e.serving())
                    .all("warning", e.warnings())
                    .all("leftOver", e.leftOvers());
        }

        @Override
        public Draft workOwed(WorkEvent.WorkOwed e) {
            return detail("The engine starts to " + phrase(e.effect()) + ".");
        }

        @Override
        public Draft workWithdrawn(WorkEvent.WorkWithdrawn e) {
            return detail("It is no longer necessary to " + phrase(e.effect())
                            + ". A call that was sent for it could still take effect until " + instant(e.quietAt())
                            + ".")
                    .fact("quietAt", e.quietAt());
        }

        @Override
        public Draft workUncertain(WorkEvent.WorkUncertain e) {
            return disturbance("The attempt to " + phrase(e.effect())
                            + " got no clear answer, and could take effect until " + instant(e.quietAt())
                            + "; it is not repeated before: " + end(e.problem().toString()))
                    .fact("quietAt", e.quietAt())
                    .fact("problem", e.problem());
        }

        @Override
        public Draft resourceQuieted(WorkEvent.ResourceQuieted e) {
            return detail("No earlier call can change " + e.resource() + " any more.")
                    .fact("resource", e.resource());
        }

        @Override
        public Draft workWaiting(WorkEvent.WorkWaiting e) {
            String text = "The engine waits (" + e.gate() + ") to " + phrase(e.effect()) + ": " + GATES.get(e.gate())
                    + ". Seen: " + end(e.seen()) + " Wanted: " + end(e.wanted());
            Draft draft = switch (e.gate()) {
                case READ_BACK -> detail(text);
                case REACHABLE, READABLE -> disturbance(text);
                case CAPACITY,
                        POLICY,
                        ALARMS,
                        DRIFT,
                        NO_WEIGHT,
                        IDLE_GROUP_EMPTY,
                        BLUE_SCALE,
                        BLUE_SCALE_ALIVE,
                        BLUE_CAPACITY,
                        BLUE_ALIVE,
                        GREEN_EXISTS,
                        OTHER_ROUTES,
                        ACCEPTED -> milestone(text);
            };
            return draft.fact("gate", e.gate()).fact("seen", e.seen()).fact("wanted", e.wanted());
        }

        @Override
        public Draft workRefused(WorkEvent.WorkRefused e) {
            String text = "The attempt to " + phrase(e.effect()) + " was refused for good: "
                    + end(e.problem().toString());
            // Before the start, the refusal of the deployment follows and repeats it.
            return (plan.isEmpty() ? detail(text) : warning(text)).fact("problem", e.problem());
        }

        @Override
        public Draft scaleInRead(WorkEvent.ScaleInRead e) {
            if (e.setting().kind() == ScaleInSetting.Kind.PAUSE_HOOK) {
                return (e.setting().isLeftOver()
                                ? milestone(
                                        "The service still has the pause hook of an earlier deployment of the engine."
                                                + " This deployment takes it over, and takes it off at its end.")
                                : detail("The engine's pause hook is not on the service yet."))
                        .fact("pauseHook", e.setting().suspended());
            }
            return detail(
                            !e.setting().scalable()
                                    ? "No autoscaler acts on the service."
                                    : e.setting().suspended()
                                            ? "Somebody else has suspended scale-in already."
                                            : "The autoscaler may scale the service in.")
                    .fact("scalable", e.setting().scalable())
                    .fact("suspended", e.setting().suspended());
        }

        @Override
        public Draft scaleInSuspended(WorkEvent.ScaleInSuspended e) {
            return detail(
                    switch (suspends) {
                        case SCALE_IN -> "Scale-in is suspended.";
                        case PAUSE_HOOK ->
                            "The deployment configuration of the service is stored: the launch places the engine's pause hook.";
                    });
        }

        @Override
        public Draft scaleInRestored(WorkEvent.ScaleInRestored e) {
            return detail(
                    switch (suspends) {
                        case SCALE_IN -> "Scale-in has its former setting again.";
                        case PAUSE_HOOK ->
                            "The engine's pause hook is off the service, which has its former deployment configuration again.";
                    });
        }

        @Override
        public Draft revisionLaunched(WorkEvent.RevisionLaunched e) {
            return milestone("Green was launched: " + e.revision() + ".").fact("green", e.revision());
        }

        @Override
        public Draft revisionScaled(WorkEvent.RevisionScaled e) {
            return detail(capitalized(role(e.role())) + " is asked to run " + Phrases.tasks(e.desired()) + ".")
                    .fact("role", e.role())
                    .fact("desired", e.desired());
        }

        @Override
        public Draft routeShifted(WorkEvent.RouteShifted e) {
            return written(
                    capitalized(route(e.reading().route())) + shares(e.reading()), e.reading(), e.at(), e.settlesAt());
        }

        private Draft written(String text, RouteReading reading, Instant at, Instant settlesAt) {
            boolean lags = settlesAt.isAfter(at);
            return milestone(text + (lags ? "; its data plane follows until " + instant(settlesAt) : "") + ".")
                    .fact("route", reading.route())
                    .fact("split", reading.split());
        }

        @Override
        public Draft routeSettled(WorkEvent.RouteSettled e) {
            return detail("The data plane of " + route(e.route()) + " has had its time to follow.")
                    .fact("route", e.route());
        }

        @Override
        public Draft routeRestored(WorkEvent.RouteRestored e) {
            return written(
                    capitalized(route(e.reading().route())) + " is restored: it" + shares(e.reading()),
                    e.reading(),
                    e.at(),
                    e.settlesAt());
        }

        @Override
        public Draft routeLeftAlone(WorkEvent.RouteLeftAlone e) {
            return warning(capitalized(route(e.route())) + " is left as it is and not restored: " + end(e.why()))
                    .fact("route", e.route())
                    .fact("why", e.why());
        }

        @Override
        public Draft primaryMade(WorkEvent.PrimaryMade e) {
            return detail("Green has the label PRIMARY.");
        }

        @Override
        public Draft revisionRetired(WorkEvent.RevisionRetired e) {
            return milestone(capitalized(role(e.role())) + " is drained and deleted.")
                    .fact("role", e.role());
        }

        @Override
        public Draft leftOverRetired(WorkEvent.LeftOverRetired e) {
            return milestone("Revision " + e.revision() + ", which an earlier deployment left over, is drained and"
                            + " deleted.")
                    .fact("revision", e.revision());
        }

        @Override
        public Draft blueKept(WorkEvent.BlueKept e) {
            return milestone("Blue, " + e.revision() + ", is kept for " + Phrases.duration(e.time())
                            + " at most. Deployment " + e.keeping()
                            + " takes production back to it on request, or retires it.")
                    .fact("revision", e.revision())
                    .fact("deployment", e.keeping());
        }

        @Override
        public Draft blueReduced(WorkEvent.BlueReduced e) {
            return milestone("The blue that is kept runs its share of the desired count.");
        }

        private Draft about(Draft draft, HookExecution execution) {
            return draft.fact("hook", execution.hook()).fact("stage", execution.stage());
        }

        @Override
        public Draft hookStarted(HookEvent.HookStarted e) {
            String limit = until(e.at(), e.expiresAt());
            return about(
                            milestone(
                                    e.awaitsAction()
                                            ? "The deployment pauses until " + answer(e.execution()) + " "
                                                    + hook(e.execution()) + "; it waits for " + limit + "."
                                            : capitalized(hook(e.execution())) + " is called; its limit is " + limit
                                                    + "."),
                            e.execution())
                    .fact("expiresAt", e.expiresAt());
        }

        @Override
        public Draft hookProgressed(HookEvent.HookProgressed e) {
            return about(
                            detail(capitalized(hook(e.execution())) + " is in progress, with details " + e.details()
                                    + "."),
                            e.execution())
                    .fact("details", e.details());
        }

        @Override
        public Draft hookSucceeded(HookEvent.HookSucceeded e) {
            boolean pause = isPause(e.execution());
            String text = capitalized(hook(e.execution())) + (pause ? " was continued" : " succeeded");
            // The answer to the command says who continued the pause.
            return about(pause ? detail(text + ".") : milestone(text + because(e.why())), e.execution())
                    .fact("why", e.why());
        }

        @Override
        public Draft hookFailed(HookEvent.HookFailed e) {
            return about(
                            warning(capitalized(hook(e.execution())) + " failed (" + e.failure() + ")"
                                    + because(e.reason())),
                            e.execution())
                    .fact("failure", e.failure())
                    .fact("reason", e.reason());
        }

        @Override
        public Draft hookTimedOut(HookEvent.HookTimedOut e) {
            return about(
                            warning(capitalized(hook(e.execution())) + " timed out. "
                                    + (e.action() == TimeoutAction.CONTINUE
                                            ? "The deployment continues, as it was ordered."
                                            : "The deployment rolls back, as it was ordered.")),
                            e.execution())
                    .fact("action", e.action());
        }

        @Override
        public Draft approvalGiven(HookEvent.ApprovalGiven e) {
            return about(
                            milestone(named(e.approver(), e.by()) + " approved " + hook(e.execution()) + "."),
                            e.execution())
                    .fact("approver", e.approver())
                    .given(Optional.of(e.by()));
        }

        @Override
        public Draft approvalWithdrawn(HookEvent.ApprovalWithdrawn e) {
            return about(
                            milestone(named(e.approver(), e.by()) + " took back the approval of " + hook(e.execution())
                                    + "."),
                            e.execution())
                    .fact("approver", e.approver())
                    .given(Optional.of(e.by()));
        }

        private String named(String approver, Command.Origin by) {
            return approver.equals(by.actor()) ? approver : approver + " (" + by.actor() + ")";
        }

        @Override
        public Draft conditionChanged(WatchEvent.ConditionChanged e) {
            String text = condition(e)
                    + because(e.seen())
                    + (e.condition() == Watch.Condition.GOOD || e.wanted().isBlank()
                            ? ""
                            : " Wanted: " + end(e.wanted()));
            Draft draft = switch (e.condition()) {
                case GOOD -> detail(text);
                case BAD -> e.watch() == Watch.GREEN_READY ? milestone(text) : warning(text);
                case UNKNOWN -> disturbance(text);
            };
            return draft.fact("watch", e.watch())
                    .fact("condition", e.condition())
                    .fact("seen", e.seen())
                    .fact("wanted", e.wanted());
        }

        private String condition(WatchEvent.ConditionChanged e) {
            String what = switch (e.watch()) {
                case GREEN_READY -> "green is ready";
                case GREEN_HEALTH -> "green is healthy enough";
                case ALARMS -> "the alarms are good";
                case ANALYSIS -> "green is not worse than blue";
                case ROUTES -> "the production routes are as the deployment left them";
            };
            return switch (e.condition()) {
                case GOOD -> capitalized(what);
                case BAD ->
                    e.watch() == Watch.ANALYSIS
                            ? "Green is worse than blue"
                            : capitalized(what.replace(" are ", " are not ").replace(" is ", " is not "));
                case UNKNOWN -> "It is unknown whether " + what;
            };
        }

        @Override
        public Draft desiredCountRose(WatchEvent.DesiredCountRose e) {
            return milestone("The service's desired count rose to " + e.desired() + ".")
                    .fact("desired", e.desired());
        }

        @Override
        public Draft greenTasksCounted(WatchEvent.GreenTasksCounted e) {
            String text = "Of green's tasks, " + e.failed() + " failed so far and " + e.healthy() + " are healthy; "
                    + e.forgiven() + " of the failures no longer count for the circuit breaker.";
            return (e.failed() > e.forgiven() ? warning(text) : detail(text))
                    .fact("failed", e.failed())
                    .fact("healthy", e.healthy())
                    .fact("forgiven", e.forgiven());
        }

        @Override
        public Draft greenMissing(WatchEvent.GreenMissing e) {
            return e.missing()
                    ? warning("The runtime no longer lists " + role(Roles.Role.GREEN) + ".")
                    : milestone("The runtime lists " + role(Roles.Role.GREEN) + " again.");
        }

        @Override
        public Draft alarmsIgnored(WatchEvent.AlarmsIgnored e) {
            return warning("In ALARM at the start, and so ignored "
                            + (e.forGood() ? "for the whole deployment" : "until they were OK once") + ": "
                            + end(list(e.names())))
                    .all("alarm", e.names());
        }

        @Override
        public Draft alarmRearmed(WatchEvent.AlarmRearmed e) {
            return milestone("Alarm " + e.name() + " is OK, and is watched from now on.")
                    .fact("alarm", e.name());
        }

        @Override
        public Draft comparisonStarted(WatchEvent.ComparisonStarted e) {
            return detail("From now on the metrics of green and blue are compared in step " + e.step() + ".")
                    .fact("step", e.step());
        }

        @Override
        public Draft greenJudged(WatchEvent.GreenJudged e) {
            Judgement judgement = e.judgement();
            String of = " after " + judgement.points() + (judgement.points() == 1 ? " period" : " periods")
                    + " of step " + judgement.step() + ": " + end(judgement.toString());
            Draft draft = switch (judgement.answer()) {
                case WORSE -> warning("Green is worse than blue" + of);
                case NOT_WORSE -> milestone("Green is not worse than blue" + of);
                case UNKNOWN -> detail("Whether green is worse than blue is not known" + of);
            };
            for (Judgement.OfMetric metric : judgement.metrics()) {
                draft.fact(metric.metric().name(), metric);
            }
            return draft.fact("answer", judgement.answer())
                    .fact("step", judgement.step())
                    .fact("points", judgement.points());
        }

        @Override
        public Draft evidenceAwaited(WatchEvent.EvidenceAwaited e) {
            return milestone("The step waits for evidence that green is not worse than blue, for "
                            + until(e.at(), e.until()) + " at most.")
                    .fact("until", e.until());
        }

        @Override
        public Draft evidenceWaived(WatchEvent.EvidenceWaived e) {
            return warning("The wait for evidence is over. The deployment goes on without, as it was ordered.");
        }

        @Override
        public Draft driftFound(WatchEvent.DriftFound e) {
            return warning("Somebody else changed " + route(e.route()) + ". It reads " + e.seen()
                            + ", and the deployment had left " + end(e.wanted()))
                    .fact("route", e.route())
                    .fact("seen", e.seen())
                    .fact("wanted", e.wanted());
        }
    }
}
