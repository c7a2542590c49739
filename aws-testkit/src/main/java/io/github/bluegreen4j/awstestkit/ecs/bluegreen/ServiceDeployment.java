package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service deployment, as a state machine that its service's controller drives. Each action makes at most one step: it does
 * what is due at the present stage, or enters the next one ("Amazon ECS blue/green service deployments workflow"). Guarded by
 * the lock of its fake.
 */
final class ServiceDeployment {
    /** A stage may take so long. Pauses and bakes do not count: they have limits of their own. */
    private static final Duration STAGE_LIMIT = Duration.ofHours(24);

    private static final Duration LIMIT = Duration.ofDays(30);

    /** The configured weights and the routing of a Network Load Balancer can differ for this long. */
    private static final Duration NETWORK_WAIT = Duration.ofMinutes(10);

    private final String arn;
    private final ServiceRevision target;
    private final DeploymentConfiguration configuration;
    private final BlueGreenService service;
    private final Instant createdAt;
    private final List<StageHook> runs = new ArrayList<>();
    private List<ServiceRevision> sources = List.of();
    private Optional<ServiceRevision> blue = Optional.empty();
    private ServiceDeploymentStatus status = ServiceDeploymentStatus.PENDING;
    private String reason = "";
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();
    private Optional<Instant> stoppedAt = Optional.empty();
    private Optional<Instant> rollbackAt = Optional.empty();
    private Instant updatedAt;
    private double productionPercent;
    private double testPercent;
    private boolean shiftedProduction;
    private boolean shiftedTest;

    private List<Visit> way = List.of();
    private int position;
    /** When the stage was entered, or its last pause ended. */
    private Instant clock;
    /** When the work of the present visit was done. */
    private Optional<Instant> workedAt = Optional.empty();
    /** The first of this visit's hooks in {@link #runs}; empty before they began. */
    private Optional<Integer> firstRun = Optional.empty();

    private Optional<String> failure = Optional.empty();
    private final FailureDetection detection;
    /** When alarms are read and failed tasks counted next. */
    private Instant readsAt;

    /** The stage at which it began to roll back. */
    private Optional<Stage> failedAt = Optional.empty();

    /** Whether the tasks of the old revision were stopped. */
    private boolean stoppedBlue;

    private final Map<ServiceRevision, ObjectNode> finalCounts = new HashMap<>();
    private Optional<Instant> wakesAt = Optional.empty();

    ServiceDeployment(
            String arn,
            ServiceRevision target,
            DeploymentConfiguration configuration,
            BlueGreenService service,
            Instant now) {
        this.arn = arn;
        this.target = target;
        this.configuration = configuration;
        this.service = service;
        this.detection = new FailureDetection(configuration.json());
        this.createdAt = now;
        this.updatedAt = now;
        this.clock = now;
        this.readsAt = now;
        wakeSoon(now);
    }

    /** Returns the deployment of a service that was running before the fake knew it. */
    static ServiceDeployment successful(
            String arn,
            ServiceRevision target,
            DeploymentConfiguration configuration,
            BlueGreenService service,
            Instant now) {
        ServiceDeployment done = new ServiceDeployment(arn, target, configuration, service, now);
        done.startedAt = Optional.of(now);
        done.productionPercent = 100;
        done.end(ServiceDeploymentStatus.SUCCESSFUL, now);
        return done;
    }

    String arn() {
        return arn;
    }

    ServiceRevision target() {
        return target;
    }

    List<ServiceRevision> sources() {
        return sources;
    }

    DeploymentConfiguration configuration() {
        return configuration;
    }

    ServiceDeploymentStatus status() {
        return status;
    }

    /** Returns why it has its status; may be empty. */
    String reason() {
        return reason;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<Instant> startedAt() {
        return startedAt;
    }

    Optional<Instant> finishedAt() {
        return finishedAt;
    }

    Optional<Instant> stoppedAt() {
        return stoppedAt;
    }

    /** Returns when the rollback began; empty if there is none. */
    Optional<Instant> rollbackAt() {
        return rollbackAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    /** Returns the revision to which it rolls back; empty for a first deployment. */
    Optional<ServiceRevision> blue() {
        return blue;
    }

    /** Returns the share of production traffic that the new revision was given last, in percent. */
    double productionPercent() {
        return productionPercent;
    }

    /** Returns the share of test traffic that the new revision was given last, in percent. */
    double testPercent() {
        return testPercent;
    }

    /** Tells whether test traffic was shifted. */
    boolean hasShiftedTest() {
        return shiftedTest;
    }

    /** Returns the present stage; the last one of a deployment that has ended; empty before it starts. */
    Optional<Stage> stage() {
        return visit().map(Visit::stage);
    }

    /** Returns the stage at which it began to roll back; empty if it did not. */
    Optional<Stage> failedAt() {
        return failedAt;
    }

    /** Returns the stage before; empty at the first one. */
    Optional<Stage> previousStage() {
        return position == 0
                ? Optional.empty()
                : Optional.of(way.get(position - 1).stage());
    }

    private Optional<Visit> visit() {
        return way.isEmpty() ? Optional.empty() : Optional.of(way.get(position));
    }

    /** Returns the hooks so far, in order. */
    List<StageHook> runs() {
        return runs;
    }

    /** Returns the hooks of the present stage. */
    List<StageHook> presentRuns() {
        return firstRun.map(first -> runs.subList(first, runs.size())).orElse(List.of());
    }

    FailureDetection detection() {
        return detection;
    }

    /** Returns the task counts of one of its revisions: the present ones, or those at its end. */
    ObjectNode counts(ServiceRevision revision) {
        ObjectNode known = finalCounts.get(revision);
        return known == null ? DeploymentView.counts(service, revision) : known.deepCopy();
    }

    /** Returns when the controller acts next; empty if it never does by itself. */
    Optional<Instant> next() {
        return wakesAt;
    }

    private void wake(Instant at) {
        wakesAt = Optional.of(wakesAt.filter(known -> known.isBefore(at)).orElse(at));
    }

    /** Makes the controller act after its reaction time. */
    private void wakeSoon(Instant now) {
        wake(now.plus(service.undocumented().reaction()));
    }

    private void becomes(ServiceDeploymentStatus newStatus, Instant now) {
        status = newStatus;
        updatedAt = now;
    }

    /** Does what is due. */
    void act(Instant now) {
        wakesAt = Optional.empty();
        switch (status) {
            case PENDING -> begin(now);
            case IN_PROGRESS -> goForward(now);
            case ROLLBACK_REQUESTED -> turnBack(now);
            case ROLLBACK_IN_PROGRESS -> goBack(now);
            case STOP_REQUESTED -> end(ServiceDeploymentStatus.STOPPED, now);
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> {
                // It has ended.
            }
        }
    }

    private void begin(Instant now) {
        wakeSoon(now);
        if (!service.isTurnOf(this)) {
            return;
        }
        startedAt = Optional.of(now);
        becomes(ServiceDeploymentStatus.IN_PROGRESS, now);
        sources = service.active().stream().filter(other -> other != target).toList();
        blue = service.blueOf(sources);
        detection.begin(service.world().view(), service.undocumented().breaksCircuits());
        enter(Visit.forward(sources.size() > 1, configuration), 0, now);
    }

    private void enter(List<Visit> newWay, int newPosition, Instant now) {
        way = newWay;
        position = newPosition;
        clock = now;
        workedAt = Optional.empty();
        firstRun = Optional.empty();
        updatedAt = now;
        wakeSoon(now);
    }

    private void goForward(Instant now) {
        Visit visit = way.get(position);
        if (detect(visit, now)) {
            return;
        }
        boolean isDone = advance(visit, now);
        Instant deadline = startedAt.orElse(createdAt).plus(LIMIT);
        wake(deadline);
        if (failure.isPresent()) {
            rollBack(failure.get(), now);
        } else if (!now.isBefore(deadline)) {
            rollBack("Service deployment rolled back because it was in progress for 30 days.", now);
        } else if (isDone && position == way.size() - 1) {
            reason = "";
            service.succeeded(target);
            end(ServiceDeploymentStatus.SUCCESSFUL, now);
        } else if (isDone) {
            enter(way, position + 1, now);
        } else if (hasTimedOut(visit, now)) {
            rollBack("Service deployment rolled back because " + visit.stage() + " timed out.", now);
        }
    }

    /** Reads the alarms and counts failed tasks; returns whether the deployment failed. */
    private boolean detect(Visit visit, Instant now) {
        if (visit.stage() == Stage.CLEAN_UP) {
            detection.complete();
        }
        if (!detection.isMonitoring()) {
            return false;
        }
        if (now.isBefore(readsAt)) {
            wake(readsAt);
            return false;
        }
        readsAt = now.plus(service.undocumented().alarmInterval());
        wake(readsAt);
        Stage first = service.undocumented().watchesAlarmsFromScaleUp() ? Stage.SCALE_UP : Stage.TEST_TRAFFIC_SHIFT;
        Optional<FailureDetection.Failure> found =
                detection.check(service, target, visit.stage().compareTo(first) >= 0);
        found.ifPresent(failed -> {
            if (failed.rollsBack()) {
                rollBack(failed.alarms().isEmpty() ? brokenCircuit() : inAlarm("rolled back", failed), now);
            } else {
                String start = "ECS deployment circuit breaker: task failed to start.";
                requestStop(failed.alarms().isEmpty() ? start : inAlarm("stopped", failed), now);
            }
        });
        return found.isPresent();
    }

    private String brokenCircuit() {
        return "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/"
                + blue.map(ServiceRevision::id).orElse("none") + ".";
    }

    private static String inAlarm(String what, FailureDetection.Failure failed) {
        return "Service deployment " + what + " because of alarms in ALARM: " + String.join(", ", failed.alarms())
                + ".";
    }

    private void turnBack(Instant now) {
        boolean isCleaningUp = stage().equals(Optional.of(Stage.CLEAN_UP));
        if (!service.isTurnOf(this)) {
            wakeSoon(now);
        } else if (isCleaningUp && !service.undocumented().rollsBackInCleanUp()) {
            goForward(now);
        } else {
            rollBack(reason, now);
        }
    }

    private void goBack(Instant now) {
        Visit visit = way.get(position);
        boolean isDone = advance(visit, now);
        if (failure.isPresent() || hasTimedOut(visit, now)) {
            reason = failure.orElse("The rollback timed out in " + visit.stage() + ".");
            end(ServiceDeploymentStatus.ROLLBACK_FAILED, now);
        } else if (isDone && position == way.size() - 1) {
            end(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL, now);
        } else if (isDone) {
            enter(way, position + 1, now);
        }
    }

    private boolean isForward() {
        return rollbackAt.isEmpty();
    }

    private boolean hasTimedOut(Visit visit, Instant now) {
        boolean isPaused = presentRuns().stream().anyMatch(run -> run.isPause() && run.isOpen());
        boolean isBaking = workedAt.isPresent() && !visit.bake().isZero();
        if (isPaused || isBaking) {
            return false;
        }
        Instant deadline = clock.plus(STAGE_LIMIT);
        wake(deadline);
        return !now.isBefore(deadline);
    }

    /** Does the work of a stage and runs its hooks; returns whether both are done. */
    private boolean advance(Visit visit, Instant now) {
        boolean hooksFirst = visit.stage().shifts() && service.undocumented().hooksBeforeShift();
        if (hooksFirst && !runHooks(visit, now)) {
            return false;
        }
        boolean isWorked = work(visit, now);
        return failure.isEmpty() && (hooksFirst || runHooks(visit, now)) && isWorked;
    }

    private boolean runHooks(Visit visit, Instant now) {
        if (firstRun.isEmpty()) {
            firstRun = Optional.of(runs.size());
            if (runsHooks(visit.stage())) {
                service.hooksOf(this).stream()
                        .filter(hook -> hook.runsAt(visit.stage()))
                        .forEach(hook -> runs.add(new StageHook(service.newHookId(hook), hook, visit.stage(), now)));
            }
        }
        List<StageHook> present = presentRuns();
        present.forEach(run -> run.poll(now, service::call, payload(visit)));
        present.forEach(run -> run.next().ifPresent(this::wake));
        if (!isForward() && !service.undocumented().failsRollbackWithHook()) {
            return present.stream().noneMatch(StageHook::isOpen);
        }
        present.stream()
                .flatMap(run -> run.failure().stream())
                .findFirst()
                .ifPresent(why -> failure = Optional.of(why));
        return present.stream().allMatch(StageHook::isDone);
    }

    private boolean runsHooks(Stage stage) {
        boolean isTest = stage == Stage.TEST_TRAFFIC_SHIFT || stage == Stage.POST_TEST_TRAFFIC_SHIFT;
        return !isTest
                || target.rules().test().isPresent()
                || service.undocumented().testHooksWithoutTestRule();
    }

    private boolean work(Visit visit, Instant now) {
        return switch (visit.stage()) {
            case RECONCILE_SERVICE -> reconcile(now);
            case PRE_SCALE_UP -> checkNetwork(now);
            case SCALE_UP -> scaleUp(now);
            case TEST_TRAFFIC_SHIFT -> shiftTest(visit, now);
            case PRODUCTION_TRAFFIC_SHIFT -> shiftProduction(visit, now);
            case BAKE_TIME -> {
                workedAt = Optional.of(workedAt.orElse(now));
                yield hasPassed(visit.bake(), now);
            }
            case CLEAN_UP -> cleanUp(now);
            case POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT ->
                true;
        };
    }

    /** Tells whether so much time has passed since the work was done. */
    private boolean hasPassed(Duration wait, Instant now) {
        Instant until = workedAt.orElse(now).plus(wait);
        if (now.isBefore(until)) {
            wake(until);
            return false;
        }
        return true;
    }

    /** Gives all traffic to one revision and stops the others. */
    private boolean reconcile(Instant now) {
        ServiceRevision kept = blue.orElseThrow();
        if (workedAt.isEmpty()) {
            service.tasks().restore(kept);
            if (!service.tasks().isSteady(kept)) {
                wakeSoon(now);
                return false;
            }
            TargetGroupRef group = kept.group().orElseThrow();
            shift(Stage.RECONCILE_SERVICE, Optional.of(kept.rules().production()), group, 100);
            shift(Stage.RECONCILE_SERVICE, kept.rules().test(), group, 100);
            sources.stream().filter(other -> other != kept).forEach(service.tasks()::stop);
            workedAt = Optional.of(now);
        }
        return areGone(sources.stream().filter(other -> other != kept).toList(), now);
    }

    private boolean areGone(List<ServiceRevision> stopped, Instant now) {
        boolean isAnyLeft = stopped.stream().anyMatch(service.tasks()::isActive);
        if (isAnyLeft) {
            wakeSoon(now);
        }
        return !isAnyLeft;
    }

    private boolean checkNetwork(Instant now) {
        if (workedAt.isEmpty()) {
            workedAt = Optional.of(now);
            failure = target.rules()
                    .fault(service.world().view(), blue.flatMap(ServiceRevision::group))
                    .or(this::missingRole)
                    .map(fault ->
                            "Service deployment rolled back because of invalid networking configuration. " + fault);
        }
        return true;
    }

    private Optional<String> missingRole() {
        String role = target.rules().roleArn();
        return service.canAssume(role) ? Optional.empty() : Optional.of("ECS was unable to assume role " + role + ".");
    }

    /** Returns the group of the new revision, also before it runs. */
    private TargetGroupRef greenGroup() {
        TrafficRules rules = target.rules();
        TargetGroupRef first = service.undocumented().startsInAlternateGroup() ? rules.alternate() : rules.primary();
        return target.group()
                .orElseGet(() ->
                        blue.flatMap(ServiceRevision::group).map(rules::other).orElse(first));
    }

    private boolean scaleUp(Instant now) {
        if (workedAt.isEmpty()) {
            workedAt = Optional.of(now);
            service.tasks().launch(target, greenGroup());
        }
        if (!service.tasks().isSteady(target)) {
            wakeSoon(now);
            return false;
        }
        return true;
    }

    private boolean shiftTest(Visit visit, Instant now) {
        if (workedAt.isEmpty()) {
            double percent = isForward() ? 100 : 0;
            if (target.rules().test().isPresent()) {
                shift(visit.stage(), target.rules().test(), greenGroup(), percent);
                testPercent = percent;
                shiftedTest = true;
            }
            workedAt = Optional.of(now);
        }
        return target.rules().test().isEmpty() || hasPassed(networkWait(visit), now);
    }

    private boolean shiftProduction(Visit visit, Instant now) {
        if (workedAt.isEmpty()) {
            if (!isForward() && stoppedBlue && !isBlueRestored()) {
                wakeSoon(now);
                return false;
            }
            shift(visit.stage(), Optional.of(target.rules().production()), greenGroup(), visit.percent());
            productionPercent = visit.percent();
            shiftedProduction = true;
            workedAt = Optional.of(now);
        }
        return hasPassed(networkWait(visit).plus(visit.bake()), now);
    }

    private Duration networkWait(Visit visit) {
        UndocumentedBehaviour undocumented = service.undocumented();
        boolean isLaterStep = visit.stage() == Stage.PRODUCTION_TRAFFIC_SHIFT
                && way.subList(0, position).stream().anyMatch(before -> before.stage() == visit.stage());
        boolean isOmitted =
                isForward() ? isLaterStep && undocumented.networkWaitsOnce() : undocumented.networkSwingsBackAtOnce();
        return target.rules().isNetwork() && !isOmitted ? NETWORK_WAIT : Duration.ZERO;
    }

    private void shift(Stage stage, Optional<RouteRef> route, TargetGroupRef group, double percent) {
        if (route.isEmpty()) {
            return;
        }
        boolean isWritten = service.canAssume(target.rules().roleArn())
                && target.rules()
                        .shift(
                                service.world(),
                                route.get(),
                                group,
                                service.undocumented().roundsToWholePercents() ? Math.rint(percent) : percent,
                                service.undocumented().weighsInTenths());
        if (!isWritten) {
            failure = Optional.of("Service deployment rolled back because " + stage + " lifecycle hook(s) failed. "
                    + missingRole().orElse("Listener rule " + route.get() + " or a target group was not found."));
        }
    }

    /** Starts the tasks of the old revision again that a clean-up has stopped; tells whether they are healthy. */
    private boolean isBlueRestored() {
        ServiceRevision old = blue.orElseThrow();
        if (!service.tasks().isActive(old)) {
            service.tasks().launch(old, old.group().orElseThrow());
        }
        service.tasks().restore(old);
        return service.tasks().isSteady(old);
    }

    private boolean cleanUp(Instant now) {
        if (isForward() && workedAt.isEmpty() && service.undocumented().returnsTestRule()) {
            shift(Stage.CLEAN_UP, target.rules().test(), greenGroup(), 0);
            testPercent = 0;
        }
        workedAt = Optional.of(workedAt.orElse(now));
        List<ServiceRevision> stopped = isForward()
                ? sources
                : service.active().stream()
                        .filter(revision -> !blue.equals(Optional.of(revision)))
                        .toList();
        stoppedBlue |= isForward();
        stopped.forEach(service.tasks()::stop);
        return areGone(stopped, now);
    }

    private void rollBack(String why, Instant now) {
        presentRuns().forEach(StageHook::cancel);
        failure = Optional.empty();
        reason = why;
        wakesAt = Optional.empty();
        if (blue.isEmpty() && startedAt.isPresent()) {
            becomes(ServiceDeploymentStatus.STOP_REQUESTED, now);
            wakeSoon(now);
            return;
        }
        if (startedAt.isEmpty()) {
            sources = service.active();
            blue = service.lastSuccessful().or(() -> service.blueOf(sources));
        }
        becomes(ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS, now);
        startedAt = Optional.of(startedAt.orElse(now));
        rollbackAt = Optional.of(now);
        failedAt = stage();
        detection.complete();
        // An earlier deployment that was interrupted may have left the traffic split.
        boolean isSplit =
                service.active().stream().filter(revision -> revision != target).count() > 1;
        boolean splitsTest = isSplit && target.rules().test().isPresent();
        enter(
                Visit.back(
                        shiftedProduction || isSplit,
                        shiftedTest || splitsTest,
                        !service.undocumented().restoresTestFirst()),
                0,
                now);
    }

    private void end(ServiceDeploymentStatus newStatus, Instant now) {
        becomes(newStatus, now);
        finishedAt = Optional.of(now);
        if (newStatus == ServiceDeploymentStatus.STOPPED) {
            stoppedAt = Optional.of(now);
        }
        presentRuns().forEach(StageHook::cancel);
        detection.complete();
        wakesAt = Optional.empty();
        sources.forEach(source -> finalCounts.put(source, DeploymentView.counts(service, source)));
        finalCounts.put(target, DeploymentView.counts(service, target));
        service.ended(this);
    }

    /** Someone asks for a rollback. */
    void requestRollback(String why, Instant now) {
        switch (status) {
            case PENDING, IN_PROGRESS -> {
                presentRuns().forEach(StageHook::cancel);
                reason = why;
                becomes(ServiceDeploymentStatus.ROLLBACK_REQUESTED, now);
                wakesAt = Optional.empty();
                wakeSoon(now);
            }
            case STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> {
                // It goes on with what it does.
            }
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED ->
                throw BlueGreenRefusals.conflict(
                        "The service deployment can not be stopped because its status is " + status + ".");
        }
    }

    /** It stops, and leaves everything as it is. */
    void requestStop(String why, Instant now) {
        switch (status) {
            case PENDING, ROLLBACK_REQUESTED -> {
                reason = why;
                end(ServiceDeploymentStatus.STOPPED, now);
            }
            case IN_PROGRESS -> {
                presentRuns().forEach(StageHook::cancel);
                reason = why;
                becomes(ServiceDeploymentStatus.STOP_REQUESTED, now);
                wakesAt = Optional.empty();
                wakeSoon(now);
            }
            case STOP_REQUESTED, ROLLBACK_IN_PROGRESS, SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> {
                // It goes on with what it does.
            }
        }
    }

    /** Someone answers a pause. */
    void answer(StageHook pause, boolean continues, Instant now) {
        if (continues) {
            pause.succeed();
            clock = now;
            updatedAt = now;
            wakesAt = Optional.empty();
            presentRuns().forEach(run -> run.next().ifPresent(this::wake));
            wakeSoon(now);
        } else {
            requestRollback("Service deployment rolled back because of user request.", now);
        }
    }

    private ObjectNode payload(Visit visit) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("resourceArn", arn);
        ObjectNode details = payload.putObject("executionDetails");
        details.put("serviceArn", service.arn()).put("targetServiceRevisionArn", target.arn());
        ObjectNode test = details.putObject("testTrafficWeights");
        ObjectNode production = details.putObject("productionTrafficWeights");
        switch (visit.stage()) {
            case RECONCILE_SERVICE ->
                sources.forEach(source -> {
                    int percent = Optional.of(source).equals(blue) ? 100 : 0;
                    test.put(source.arn(), percent);
                    production.put(source.arn(), percent);
                });
            case TEST_TRAFFIC_SHIFT -> {
                if (target.rules().test().isPresent()) {
                    weigh(test, isForward() ? 100 : 0);
                }
            }
            case PRE_PRODUCTION_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT -> weigh(production, visit.percent());
            case PRE_SCALE_UP,
                    SCALE_UP,
                    POST_SCALE_UP,
                    POST_TEST_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    BAKE_TIME,
                    CLEAN_UP -> {
                // Both maps are empty.
            }
        }
        return payload;
    }

    private void weigh(ObjectNode weights, double percent) {
        put(weights, target, percent);
        blue.ifPresent(source -> put(weights, source, 100 - percent));
    }

    private static void put(ObjectNode weights, ServiceRevision revision, double percent) {
        double tenths = Math.round(percent * 10) / 10.0;
        if (tenths == Math.rint(tenths)) {
            weights.put(revision.arn(), (int) tenths);
        } else {
            weights.put(revision.arn(), tenths);
        }
    }
}
