package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import java.time.Duration;

/**
 * What AWS does not document about its own controller, as switches. A tool must work with every setting, so a test turns them
 * both ways. They apply to all services of the fake at once. Get it from {@code FakeEcs.undocumented()}. Thread-safe.
 */
public final class UndocumentedBehaviour {
    private volatile Duration reaction = Duration.ofSeconds(5);
    private volatile PreProductionReport preProduction = PreProductionReport.OWN_NAME;
    private volatile boolean hooksBeforeShift;
    private volatile boolean testHooksWithoutTestRule = true;
    private volatile boolean listsFinishedHooks = true;
    private volatile boolean failsRollbackWithHook;
    private volatile boolean breaksCircuits = true;
    private volatile boolean watchesAlarmsFromScaleUp;
    private volatile Duration alarmInterval = Duration.ofSeconds(15);
    private volatile ReconcileChoice reconcileChoice = ReconcileChoice.LAST_SUCCESSFUL;
    private volatile boolean restoresTestFirst;
    private volatile boolean rollsBackInCleanUp;
    private volatile boolean startsInAlternateGroup;
    private volatile boolean returnsTestRule;
    private volatile boolean weighsInTenths;
    private volatile boolean roundsToWholePercents;
    private volatile boolean networkWaitsOnce;
    private volatile boolean networkSwingsBackAtOnce;
    private volatile boolean scalesServingOnly;
    private volatile boolean replacesConfiguration;
    private volatile boolean appliesHooksAtOnce;
    private volatile boolean reportsStageOfFailure;
    private volatile AbortAnswer abort = AbortAnswer.REFUSED;

    /** What {@code lifecycleStage} is in {@code PRE_PRODUCTION_TRAFFIC_SHIFT}, which is not one of its values in the API. */
    public enum PreProductionReport {
        /** {@code PRE_PRODUCTION_TRAFFIC_SHIFT}, as the description of the field says. */
        OWN_NAME,
        /** {@code PRODUCTION_TRAFFIC_SHIFT}. */
        AS_PRODUCTION_SHIFT,
        /** The stage before. */
        PREVIOUS_STAGE,
        /** Nothing. */
        NONE
    }

    /** What {@code StopServiceDeployment} with {@code ABORT} does, which is a value of the API without a description. */
    public enum AbortAnswer {
        /** It is refused. */
        REFUSED,
        /** The deployment stops, and everything stays as it is. */
        STOPS
    }

    /** To which revision {@code RECONCILE_SERVICE} gives the production traffic. */
    public enum ReconcileChoice {
        /** The revision of the last successful deployment. */
        LAST_SUCCESSFUL,
        /** The revision that has the largest share. */
        MOST_TRAFFIC
    }

    /** Creates the defaults. */
    public UndocumentedBehaviour() {}

    /**
     * Sets how long the controller takes from one step to the next. The default is 5 seconds.
     *
     * @param newReaction longer than zero
     * @return this
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public UndocumentedBehaviour reactsAfter(Duration newReaction) {
        reaction = positive("newReaction", newReaction);
        return this;
    }

    Duration reaction() {
        return reaction;
    }

    private static Duration positive(String name, Duration value) {
        if (value.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException(name + ": \"" + value + "\" is not allowed; allowed: longer than zero");
        }
        return value;
    }

    /**
     * Sets which stage is reported before a production shift. The default is its own name.
     *
     * @param report the report
     * @return this
     */
    public UndocumentedBehaviour reportsPreProduction(PreProductionReport report) {
        preProduction = report;
        return this;
    }

    PreProductionReport preProduction() {
        return preProduction;
    }

    /**
     * Sets whether the hooks of a shift stage run before the weights are written. By default they run after that.
     *
     * @param before whether they run before
     * @return this
     */
    public UndocumentedBehaviour runsHooksBeforeShift(boolean before) {
        hooksBeforeShift = before;
        return this;
    }

    boolean hooksBeforeShift() {
        return hooksBeforeShift;
    }

    /**
     * Sets whether the hooks of {@code TEST_TRAFFIC_SHIFT} and {@code POST_TEST_TRAFFIC_SHIFT} run without a test rule. By
     * default they do.
     *
     * @param run whether they run
     * @return this
     */
    public UndocumentedBehaviour runsTestHooksWithoutTestRule(boolean run) {
        testHooksWithoutTestRule = run;
        return this;
    }

    boolean testHooksWithoutTestRule() {
        return testHooksWithoutTestRule;
    }

    /**
     * Sets whether {@code lifecycleHookDetails} has the hooks of earlier stages, too. By default it has.
     *
     * @param lists whether it has them
     * @return this
     */
    public UndocumentedBehaviour listsFinishedHooks(boolean lists) {
        listsFinishedHooks = lists;
        return this;
    }

    boolean listsFinishedHooks() {
        return listsFinishedHooks;
    }

    /**
     * Sets what {@code ABORT} does. By default it is refused.
     *
     * @param answer what it does
     * @return this
     */
    public UndocumentedBehaviour answersAbort(AbortAnswer answer) {
        abort = answer;
        return this;
    }

    AbortAnswer abort() {
        return abort;
    }

    /**
     * Sets whether a rollback fails when one of its hooks fails. By default the rollback goes on.
     *
     * @param fails whether it fails
     * @return this
     */
    public UndocumentedBehaviour failsRollbackWithHook(boolean fails) {
        failsRollbackWithHook = fails;
        return this;
    }

    boolean failsRollbackWithHook() {
        return failsRollbackWithHook;
    }

    /**
     * Sets whether the circuit breaker applies to these strategies. AWS says both. By default it does.
     *
     * @param breaks whether it applies
     * @return this
     */
    public UndocumentedBehaviour breaksCircuits(boolean breaks) {
        breaksCircuits = breaks;
        return this;
    }

    boolean breaksCircuits() {
        return breaksCircuits;
    }

    /**
     * Sets whether alarms count from {@code SCALE_UP} on. By default they count from {@code TEST_TRAFFIC_SHIFT} on.
     *
     * @param watches whether they count from {@code SCALE_UP} on
     * @return this
     */
    public UndocumentedBehaviour watchesAlarmsFromScaleUp(boolean watches) {
        watchesAlarmsFromScaleUp = watches;
        return this;
    }

    boolean watchesAlarmsFromScaleUp() {
        return watchesAlarmsFromScaleUp;
    }

    /**
     * Sets how often the controller reads alarms and counts failed tasks. The default is 15 seconds.
     *
     * @param interval longer than zero
     * @return this
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public UndocumentedBehaviour readsAlarmsEvery(Duration interval) {
        alarmInterval = positive("interval", interval);
        return this;
    }

    Duration alarmInterval() {
        return alarmInterval;
    }

    /**
     * Sets to which revision an interrupted shift is reconciled. By default it is that of the last successful deployment.
     *
     * @param choice the revision
     * @return this
     */
    public UndocumentedBehaviour reconcilesTo(ReconcileChoice choice) {
        reconcileChoice = choice;
        return this;
    }

    ReconcileChoice reconcileChoice() {
        return reconcileChoice;
    }

    /**
     * Sets whether a rollback restores the test rule before the production rule. By default it does so after it.
     *
     * @param first whether it restores the test rule first
     * @return this
     */
    public UndocumentedBehaviour restoresTestFirst(boolean first) {
        restoresTestFirst = first;
        return this;
    }

    boolean restoresTestFirst() {
        return restoresTestFirst;
    }

    /**
     * Sets whether a stop in {@code CLEAN_UP} rolls back. ECS then starts tasks of the old revision again, and shifts the
     * traffic when they are healthy. By default the deployment finishes.
     *
     * @param rollsBack whether it rolls back
     * @return this
     */
    public UndocumentedBehaviour rollsBackInCleanUp(boolean rollsBack) {
        rollsBackInCleanUp = rollsBack;
        return this;
    }

    boolean rollsBackInCleanUp() {
        return rollsBackInCleanUp;
    }

    /**
     * Sets whether the first revision of a new service runs in the alternate target group. By default it runs in the
     * primary one.
     *
     * @param starts whether it runs there
     * @return this
     */
    public UndocumentedBehaviour startsInAlternateGroup(boolean starts) {
        startsInAlternateGroup = starts;
        return this;
    }

    boolean startsInAlternateGroup() {
        return startsInAlternateGroup;
    }

    /**
     * Sets whether the test rule points to the other target group after a successful deployment. By default it points where
     * production points.
     *
     * @param returns whether it points to the other group
     * @return this
     */
    public UndocumentedBehaviour returnsTestRule(boolean returns) {
        returnsTestRule = returns;
        return this;
    }

    boolean returnsTestRule() {
        return returnsTestRule;
    }

    /**
     * Sets whether weights are written in tenths of a percent, of 1,000 and at most 999. By default only fractional
     * percentages are, and others of 100.
     *
     * @param tenths whether all are
     * @return this
     */
    public UndocumentedBehaviour weighsInTenths(boolean tenths) {
        weighsInTenths = tenths;
        return this;
    }

    boolean weighsInTenths() {
        return weighsInTenths;
    }

    /**
     * Sets whether fractional percentages are rounded to whole ones when weights are written. By default they are not.
     *
     * @param rounds whether they are
     * @return this
     */
    public UndocumentedBehaviour roundsToWholePercents(boolean rounds) {
        roundsToWholePercents = rounds;
        return this;
    }

    boolean roundsToWholePercents() {
        return roundsToWholePercents;
    }

    /**
     * Sets whether the ten minutes on a Network Load Balancer apply to the first production step only. By default they
     * apply to each step.
     *
     * @param once whether to the first step only
     * @return this
     */
    public UndocumentedBehaviour waitsOnceOnNetworkBalancers(boolean once) {
        networkWaitsOnce = once;
        return this;
    }

    boolean networkWaitsOnce() {
        return networkWaitsOnce;
    }

    /**
     * Sets whether a rollback omits the ten minutes on a Network Load Balancer. By default it waits, too.
     *
     * @param atOnce whether it omits them
     * @return this
     */
    public UndocumentedBehaviour swingsBackAtOnceOnNetworkBalancers(boolean atOnce) {
        networkSwingsBackAtOnce = atOnce;
        return this;
    }

    boolean networkSwingsBackAtOnce() {
        return networkSwingsBackAtOnce;
    }

    /**
     * Sets whether a change of the desired count applies to the last successful revision only while two run. By default it
     * applies to both.
     *
     * @param only whether it applies to one only
     * @return this
     */
    public UndocumentedBehaviour scalesServingRevisionOnly(boolean only) {
        scalesServingOnly = only;
        return this;
    }

    boolean scalesServingOnly() {
        return scalesServingOnly;
    }

    /**
     * Sets whether {@code UpdateService} resets the members of {@code deploymentConfiguration} that a request with one does
     * not have, except the strategy. By default they stay as they are.
     *
     * @param replaces whether they are reset
     * @return this
     */
    public UndocumentedBehaviour replacesDeploymentConfiguration(boolean replaces) {
        replacesConfiguration = replaces;
        return this;
    }

    boolean replacesConfiguration() {
        return replacesConfiguration;
    }

    /**
     * Sets whether a change of the hooks applies to the stages to come of a running deployment. By default it applies to
     * the next deployment.
     *
     * @param atOnce whether it applies to the running one
     * @return this
     */
    public UndocumentedBehaviour appliesHooksAtOnce(boolean atOnce) {
        appliesHooksAtOnce = atOnce;
        return this;
    }

    boolean appliesHooksAtOnce() {
        return appliesHooksAtOnce;
    }

    /**
     * Sets whether a deployment that rolls back reports the stage at which it failed. By default it reports what it does:
     * the shifts again and {@code CLEAN_UP}.
     *
     * @param reports whether it reports the stage of the failure
     * @return this
     */
    public UndocumentedBehaviour reportsStageOfFailure(boolean reports) {
        reportsStageOfFailure = reports;
        return this;
    }

    boolean reportsStageOfFailure() {
        return reportsStageOfFailure;
    }
}
