package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;

/**
 * Reads services with ECS's own controller: the service, its deployment and its revisions. It remembers revisions, which never
 * change, and which service the rules of a load balancer belong to. Thread-safe.
 */
final class NativeReader {
    private static final int MOST_REMEMBERED = 10_000;

    private final Map<String, ServiceRevision> revisions = new ConcurrentHashMap<>();
    private final Map<RouteRef, ServiceRef> routes = new ConcurrentHashMap<>();

    /** What each service reads as {@linkplain NativeService#isAdoptable found}, last. */
    private final Map<ServiceRef, RevisionRef> found = new ConcurrentHashMap<>();

    /** The revisions that ECS gave up and the engine has retired: they are described no more. */
    private final Set<String> retired = ConcurrentHashMap.newKeySet();

    /** The service deployments of ECS that had ended when the next deployment of the engine started: that one is not theirs. */
    private final Set<String> past = ConcurrentHashMap.newKeySet();

    void retired(RevisionRef revision) {
        remember(retired, revision.id());
    }

    private static void remember(Set<String> known, String id) {
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        known.add(id);
    }

    /**
     * Reads a service on which a deployment of the engine is about to start. If an earlier one could not take back its pause hook, what
     * became of that one does not matter any more.
     */
    NativeService readAtStart(EcsApi api, ServiceRef ref) {
        NativeService now = read(api, ref);
        if (now.marks().former().isEmpty() || now.deployment().isEmpty() || now.isOngoing()) {
            return now;
        }
        remember(past, now.deployment().get().serviceDeploymentArn());
        return read(api, ref);
    }

    ServiceDescription describe(NativeService service, FailedTasks failed) {
        return service.describe(
                failed, service.targetArn().filter(retired::contains).isEmpty());
    }

    /** Returns the service whose traffic is shifted on a route; empty if it was not described yet. */
    Optional<ServiceRef> serviceOf(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    /** Reads one service, which must exist. */
    NativeService read(EcsApi api, ServiceRef ref) {
        EcsApi.Answer answer = api.servicesWithTags(List.of(ref));
        answer.checkPlace(ref);
        return read(api, ref, answer.get(ref));
    }

    NativeService read(EcsApi api, ServiceRef ref, Service service) {
        NativeService now = newest(api, ref, service);
        Optional<RevisionRef> green =
                now.targetArn().filter(arn -> now.isAdoptable()).map(RevisionRef::new);
        green.ifPresentOrElse(revision -> found.put(ref, revision), () -> found.remove(ref));
        return now;
    }

    private NativeService newest(EcsApi api, ServiceRef ref, Service service) {
        remember(ref, service);
        NativeMarks marks = NativeMarks.of(service);
        Optional<ServiceDeployment> newest = newestArn(api, ref, service, marks).map(arn -> api.deployment(ref, arn));
        NativeService found =
                service(api, ref, service, marks, newest.filter(known -> !isPast(known)), Optional.empty());
        boolean isDeploying = marks.former().isPresent() && marks.deployment().isPresent();
        if (!isDeploying || found.owner().isPresent()) {
            return found;
        }
        // Somebody else started the newest one. What became of the engine's own matters more.
        return ours(api, ref, marks)
                .filter(arn -> !past.contains(arn))
                .map(arn -> service(api, ref, service, marks, Optional.of(api.deployment(ref, arn)), newest))
                .filter(replaced -> replaced.owner().isPresent())
                .orElse(found);
    }

    private boolean isPast(ServiceDeployment deployment) {
        return past.contains(deployment.serviceDeploymentArn());
    }

    private NativeService service(
            EcsApi api,
            ServiceRef ref,
            Service service,
            NativeMarks marks,
            Optional<ServiceDeployment> deployment,
            Optional<ServiceDeployment> newer) {
        Set<String> needed = NativeService.needed(service, deployment);
        needed.addAll(NativeService.needed(service, newer));
        return new NativeService(ref, service, marks, deployment, newer, revisions(api, ref, needed));
    }

    /** Returns the service deployment that followed the one before the launch, or the first one; empty if none did. */
    private static Optional<String> ours(EcsApi api, ServiceRef ref, NativeMarks marks) {
        List<ServiceDeploymentBrief> newestFirst = api.deployments(ref);
        Optional<String> next = Optional.empty();
        for (ServiceDeploymentBrief brief : newestFirst) {
            if (marks.isBefore(brief.serviceDeploymentArn())) {
                return next;
            }
            next = Optional.of(brief.serviceDeploymentArn());
        }
        return next;
    }

    private void remember(ServiceRef ref, Service service) {
        if (routes.size() >= MOST_REMEMBERED) {
            routes.clear();
        }
        NativeService.productionRoute(service).ifPresent(route -> routes.put(route, ref));
        NativeService.testRoute(service).ifPresent(route -> routes.put(route, ref));
    }

    /**
     * Returns the service deployment in progress. How the last one ended matters while the engine deploys, or if several revisions
     * are left.
     */
    private static Optional<String> newestArn(EcsApi api, ServiceRef ref, Service service, NativeMarks marks) {
        @Nullable String ongoing = service.currentServiceDeployment();
        if (ongoing != null) {
            return Optional.of(ongoing);
        }
        boolean matters =
                marks.former().isPresent() || service.currentServiceRevisions().size() > 1;
        return matters ? newest(api, ref) : Optional.empty();
    }

    /** Returns the service deployment before another one; empty if there is none. */
    static Optional<String> before(EcsApi api, ServiceRef ref, String arn) {
        return api.deployments(ref).stream()
                .map(ServiceDeploymentBrief::serviceDeploymentArn)
                .dropWhile(known -> !known.equals(arn))
                .skip(1)
                .findFirst();
    }

    /** Returns the revision that a service deployment of somebody else launches, and that no deployment guards yet. */
    Optional<RevisionRef> foundGreen(ServiceRef ref) {
        return Optional.ofNullable(found.get(ref));
    }

    /** Returns the newest service deployment; empty if there is none, or only forgotten ones. */
    static Optional<String> newest(EcsApi api, ServiceRef ref) {
        return api.deployments(ref).stream().findFirst().map(ServiceDeploymentBrief::serviceDeploymentArn);
    }

    private Map<String, ServiceRevision> revisions(EcsApi api, ServiceRef ref, Set<String> needed) {
        Map<String, ServiceRevision> known = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String arn : needed) {
            Optional.ofNullable(revisions.get(arn))
                    .ifPresentOrElse(revision -> known.put(arn, revision), () -> unknown.add(arn));
        }
        if (!unknown.isEmpty()) {
            if (revisions.size() >= MOST_REMEMBERED) {
                revisions.clear();
            }
            for (ServiceRevision revision : api.revisions(ref, unknown)) {
                known.put(revision.serviceRevisionArn(), revision);
                // Before its tasks start, a revision may lack the target group that ECS chooses.
                if (revision.resolvedConfiguration() != null
                        && !revision.resolvedConfiguration().loadBalancers().isEmpty()) {
                    revisions.put(revision.serviceRevisionArn(), revision);
                }
            }
        }
        return known;
    }
}
