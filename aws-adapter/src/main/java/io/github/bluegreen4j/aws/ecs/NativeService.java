package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * A service with ECS's own controller, as ECS describes it now.
 *
 * @param ref the service
 * @param service what {@code DescribeServices} says
 * @param marks its tags
 * @param deployment the engine's service deployment while it deploys; otherwise the newest one if it matters; empty if none is known
 * @param newer a service deployment that somebody else started after the engine's
 * @param revisions its revisions by ARN
 */
record NativeService(
        ServiceRef ref,
        Service service,
        NativeMarks marks,
        Optional<ServiceDeployment> deployment,
        Optional<ServiceDeployment> newer,
        Map<String, ServiceRevision> revisions) {
    private static final double ALL = 100.0;

    /** The stages before green is at its full size and healthy. */
    private static final Set<String> STARTING = Set.of("RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP");

    static final String POST_SCALE_UP = "POST_SCALE_UP";
    static final String POST_PRODUCTION = "POST_PRODUCTION_TRAFFIC_SHIFT";

    /** The stages in which ECS can't go back any more, or does not wait for the engine. */
    private static final Set<String> LAST = Set.of("BAKE_TIME", "CLEAN_UP");

    private static final Set<ServiceDeploymentStatus> GOES_FORWARD =
            Set.of(ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS);
    private static final Set<ServiceDeploymentStatus> ENDED = Set.of(
            ServiceDeploymentStatus.SUCCESSFUL,
            ServiceDeploymentStatus.STOPPED,
            ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL,
            ServiceDeploymentStatus.ROLLBACK_FAILED);

    private static int number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    DeploymentConfiguration configuration() {
        return Optional.ofNullable(service.deploymentConfiguration())
                .orElseGet(() -> DeploymentConfiguration.builder().build());
    }

    /** Returns the load balancer whose rules ECS writes; empty if there is none. */
    static Optional<LoadBalancer> balancer(Service service) {
        return service.loadBalancers().stream()
                .filter(balancer -> balancer.advancedConfiguration() != null)
                .findFirst();
    }

    private static Optional<AdvancedConfiguration> rules(Service service) {
        return balancer(service).map(LoadBalancer::advancedConfiguration);
    }

    /** Returns the two target groups; one or none if the service is not set up for blue/green. */
    static List<TargetGroupRef> groups(Service service) {
        return Stream.concat(
                        balancer(service).map(LoadBalancer::targetGroupArn).stream(),
                        rules(service).map(AdvancedConfiguration::alternateTargetGroupArn).stream())
                .map(TargetGroupRef::new)
                .toList();
    }

    static Optional<RouteRef> productionRoute(Service service) {
        return rules(service).map(AdvancedConfiguration::productionListenerRule).map(RouteRef::new);
    }

    static Optional<RouteRef> testRoute(Service service) {
        return rules(service).map(AdvancedConfiguration::testListenerRule).map(RouteRef::new);
    }

    boolean shiftsTest() {
        return testRoute(service).isPresent();
    }

    // The service deployment.

    /** Tells whether ECS has not ended it. A status that this SDK does not know is none of the ends. */
    boolean isOngoing() {
        return isOngoing(deployment);
    }

    private static boolean isOngoing(Optional<ServiceDeployment> deployment) {
        return deployment
                .map(ServiceDeployment::status)
                .filter(status -> !ENDED.contains(status))
                .isPresent();
    }

    /** Tells whether ECS has not ended the one that somebody else started after the engine's. */
    boolean isReplacedNow() {
        return isOngoing(newer);
    }

    boolean goesForward() {
        return goesForward(deployment);
    }

    static boolean goesForward(Optional<ServiceDeployment> deployment) {
        return deployment
                .map(ServiceDeployment::status)
                .filter(GOES_FORWARD::contains)
                .isPresent();
    }

    /** Tells whether a service deployment is in a stage after all pauses. */
    static boolean isLast(Optional<ServiceDeployment> deployment) {
        return deployment
                .map(ServiceDeployment::lifecycleStageAsString)
                .filter(LAST::contains)
                .isPresent();
    }

    boolean isSuccessful() {
        return deployment
                .filter(known -> known.status() == ServiceDeploymentStatus.SUCCESSFUL)
                .isPresent();
    }

    /** Tells whether ECS bakes or cleans up by itself: the engine has let it go. */
    boolean isLetGo() {
        return isSuccessful() || (goesForward() && isLast(deployment));
    }

    /** Tells whether ECS does not go on with what the engine launched. */
    boolean isGivenUp() {
        return marks.former().isPresent()
                && owner().isPresent()
                && !goesForward()
                && !isLetGo()
                && deployment
                        .filter(known -> known.status() != ServiceDeploymentStatus.UNKNOWN_TO_SDK_VERSION)
                        .isPresent();
    }

    /** Returns the stage as ECS reports it; empty text if it reports none. */
    String stage() {
        return deployment.map(ServiceDeployment::lifecycleStageAsString).orElse("");
    }

    Optional<String> targetArn() {
        return deployment.map(ServiceDeployment::targetServiceRevision).map(ServiceRevisionSummary::arn);
    }

    boolean isTarget(RevisionRef revision) {
        return targetArn().equals(Optional.of(revision.id()));
    }

    /**
     * Returns which deployment of the engine started the service deployment; empty if somebody else did. One that somebody else starts in
     * the middle, with the same task definition, replaces green, too: it has two sources.
     */
    Optional<DeploymentId> owner() {
        boolean isLaunched = replacesOne()
                && targetArn()
                        .map(revisions::get)
                        .filter(target -> marks.isDefinition(PairedService.shortName(target.taskDefinition())))
                        .isPresent();
        return isLaunched ? marks.deployment() : Optional.empty();
    }

    private boolean replacesOne() {
        return deployment
                        .filter(known -> !marks.isBefore(known.serviceDeploymentArn()))
                        .isPresent()
                && sources().count() <= 1;
    }

    /** Tells whether the engine started the service deployment. If somebody removed the tags, its pause hook proves it. */
    boolean isOurs() {
        return owner().isPresent() || (marks.deployment().isEmpty() && replacesOne() && hasOurPause(deployment));
    }

    /**
     * Tells whether somebody else started the service deployment, with the pause hook of {@link NativeGuard}, and no deployment of the
     * engine guards it yet. ECS has shifted nothing then. While a deployment of the engine is in progress, it has stored the former
     * configuration.
     */
    boolean isAdoptable() {
        return marks.guarded().isPresent()
                && goesForward()
                && !isLast(deployment)
                && hasOurPause(deployment)
                && (marks.former().isEmpty() || (owner().isEmpty() && newer.isEmpty()));
    }

    /** Returns what the service deployment deploys, as {@code family:42}. */
    Optional<String> targetDefinition() {
        return targetArn().map(revisions::get).map(target -> PairedService.shortName(target.taskDefinition()));
    }

    /** Tells whether a service deployment began with the engine's pause hook. */
    static boolean hasOurPause(Optional<ServiceDeployment> deployment) {
        return deployment.map(ServiceDeployment::deploymentConfiguration).stream()
                .flatMap(configuration -> configuration.lifecycleHooks().stream())
                .anyMatch(NativeConfiguration::isOurs);
    }

    boolean isListed(RevisionRef revision) {
        return current(service).contains(revision.id());
    }

    /** Returns the pause that waits for the engine's answer now. Other pause hooks are refused when a deployment starts. */
    Optional<String> pause() {
        return pause(deployment);
    }

    static Optional<String> pause(Optional<ServiceDeployment> deployment) {
        return deployment.filter(known -> known.status() == ServiceDeploymentStatus.IN_PROGRESS).stream()
                .flatMap(known -> known.lifecycleHookDetails().stream())
                .filter(hook -> hook.targetType() == DeploymentLifecycleHookTargetType.PAUSE
                        && hook.status() == DeploymentLifecycleHookStatus.AWAITING_ACTION)
                .map(DeploymentLifecycleHookDetail::hookId)
                .findFirst();
    }

    /**
     * Returns green's share of production after the next step, in percent.
     *
     * @param live its share now, for the case that ECS does not say what it requested last
     */
    double nextShare(double live) {
        double now = deployment
                .map(ServiceDeployment::targetServiceRevision)
                .map(ServiceRevisionSummary::requestedProductionTrafficWeight)
                .orElse(live);
        return deployment
                .map(ServiceDeployment::deploymentConfiguration)
                .map(configuration -> NativeConfiguration.next(configuration, now))
                .orElse(ALL);
    }

    /** Returns the step of the service deployment that ECS rounds to green's share of production; the share itself if it is none. */
    double unrounded(double greenShare) {
        return deployment
                .map(ServiceDeployment::deploymentConfiguration)
                .map(configuration -> NativeConfiguration.roundedStep(configuration, greenShare)
                        .orElse(greenShare))
                .orElse(greenShare);
    }

    /** Returns what ECS does, in its own words, for messages. */
    String progress() {
        return progress(deployment)
                + newer.map(other -> "; " + progress(newer) + " (somebody else started it)")
                        .orElse("");
    }

    private static String progress(Optional<ServiceDeployment> deployment) {
        return deployment
                .map(known -> "service deployment " + EcsPlaces.last(known.serviceDeploymentArn()) + " is "
                        + known.statusAsString()
                        + Optional.ofNullable(known.lifecycleStageAsString())
                                .map(stage -> " in " + stage)
                                .orElse("")
                        + Optional.ofNullable(known.statusReason())
                                .filter(reason -> !reason.isBlank())
                                .map(reason -> ": " + reason)
                                .orElse(""))
                .orElse("no service deployment is in progress");
    }

    // Revisions.

    TargetGroupRef group(String arn) {
        Optional<String> resolved = Optional.ofNullable(revisions.get(arn)).flatMap(NativeService::resolvedGroup);
        List<TargetGroupRef> both = groups(service);
        if (resolved.isPresent() || both.size() < 2) {
            return new TargetGroupRef(resolved.orElse("(no target group)"));
        }
        // Until green is launched, ECS has not told its group: it is the one in which blue is not.
        return needed(service, deployment).stream()
                .filter(other -> !other.equals(arn))
                .flatMap(other ->
                        Optional.ofNullable(revisions.get(other)).flatMap(NativeService::resolvedGroup).stream())
                .findFirst()
                .map(blue -> both.get(both.get(0).id().equals(blue) ? 1 : 0))
                .orElse(both.get(0));
    }

    private static Optional<String> resolvedGroup(ServiceRevision revision) {
        return Optional.ofNullable(revision.resolvedConfiguration()).stream()
                .flatMap(resolved -> resolved.loadBalancers().stream())
                .flatMap(balancer -> Optional.ofNullable(balancer.targetGroupArn()).stream())
                .findFirst();
    }

    private Stream<String> sources() {
        return deployment.stream()
                .flatMap(known -> known.sourceServiceRevisions().stream())
                .map(ServiceRevisionSummary::arn);
    }

    private static Set<String> current(Service service) {
        Set<String> arns = new LinkedHashSet<>();
        service.currentServiceRevisions().forEach(revision -> arns.add(revision.arn()));
        return arns;
    }

    /** Returns the revisions that must be known to describe a service. */
    static Set<String> needed(Service service, Optional<ServiceDeployment> deployment) {
        Set<String> arns = current(service);
        deployment.ifPresent(known -> {
            Optional.ofNullable(known.targetServiceRevision()).ifPresent(target -> arns.add(target.arn()));
            known.sourceServiceRevisions().forEach(source -> arns.add(source.arn()));
        });
        return arns;
    }

    /** Returns the revisions that exist: those that ECS lists, and green from the start of its deployment on. */
    private Set<String> existing() {
        Set<String> arns = current(service);
        if (isAdoptable()) {
            // It is nobody's green until its guard launches it.
            targetArn().ifPresent(arns::remove);
        } else if (goesForward()) {
            targetArn().ifPresent(arns::add);
        }
        return arns;
    }

    /** Tells whether a revision serves as blue: until ECS is let go, the one before the deployment does. */
    private boolean isPrimary(String arn) {
        Set<String> existing = existing();
        if (existing.size() == 1 && !goesForward()) {
            return true;
        }
        if (isLetGo()) {
            return targetArn().equals(Optional.of(arn));
        }
        return sources().findFirst().equals(Optional.of(arn));
    }

    Set<String> starters() {
        Set<String> ids = new LinkedHashSet<>();
        existing().forEach(arn -> ids.add(starter(arn)));
        return ids;
    }

    /** Returns what {@code startedBy} of a revision's tasks is. */
    static String starter(String revisionArn) {
        return "ecs-svc/" + EcsPlaces.last(revisionArn);
    }

    /**
     * Describes the service.
     *
     * @param withGivenUp whether green is described, with ECS's reason, after ECS has given it up and stopped its last task
     */
    ServiceDescription describe(FailedTasks failed, boolean withGivenUp) {
        List<ServiceDescription.Revision> described = new ArrayList<>();
        Set<String> arns = existing();
        if (withGivenUp && isGivenUp()) {
            targetArn().ifPresent(arns::add);
        }
        arns.forEach(arn -> described.add(describe(arn, failed)));
        return new ServiceDescription(ref, number(service.desiredCount()), true, described);
    }

    private ServiceDescription.Revision describe(String arn, FailedTasks failed) {
        Optional<ServiceCurrentRevisionSummary> counts = service.currentServiceRevisions().stream()
                .filter(revision -> arn.equals(revision.arn()))
                .findFirst();
        boolean isGreen = targetArn().equals(Optional.of(arn)) && !isLetGo();
        Optional<String> failure =
                isGreen && isGivenUp() ? Optional.of("ECS does not go on with it: " + progress()) : Optional.empty();
        int desired = counts.map(ServiceCurrentRevisionSummary::requestedTaskCount)
                .orElse(goesForward() ? number(service.desiredCount()) : 0);
        int running = number(
                counts.map(ServiceCurrentRevisionSummary::runningTaskCount).orElse(0));
        int pending = number(
                counts.map(ServiceCurrentRevisionSummary::pendingTaskCount).orElse(0));
        int failures = failed.of(ref, starter(arn));
        boolean isUp = !isGreen || pause().isPresent() || !(stage().isEmpty() || STARTING.contains(stage()));
        List<String> texts = new ArrayList<>();
        failure.ifPresent(texts::add);
        texts.addAll(failed.reasons(
                ref,
                starter(arn),
                StopReason.ofEvents(
                        service,
                        starter(arn),
                        deployment.map(ServiceDeployment::createdAt).orElse(null),
                        desired > running)));
        return new ServiceDescription.Revision(
                new RevisionRef(arn),
                Optional.ofNullable(revisions.get(arn))
                        .map(revision -> PairedService.shortName(revision.taskDefinition()))
                        .orElse("(unknown)"),
                group(arn),
                isPrimary(arn),
                targetArn().filter(arn::equals).flatMap(target -> owner()),
                new ServiceDescription.Counts(
                        desired,
                        pending,
                        running,
                        failure.isPresent()
                                ? Math.max(
                                        failures,
                                        PairedService.threshold(Math.max(desired, number(service.desiredCount()))))
                                : failures,
                        isUp && failure.isEmpty() && running == desired && pending == 0),
                texts.stream().distinct().limit(StopReason.MOST).toList());
    }
}
