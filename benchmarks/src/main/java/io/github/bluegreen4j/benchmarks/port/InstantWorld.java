package io.github.bluegreen4j.benchmarks.port;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A world with very many services, in which every call succeeds at once: tasks are healthy when they are launched, and gone when they are
 * retired. What is read is prepared when something changes, so that a read costs next to nothing: the engine is measured, not its ports.
 * Thread-safe.
 */
public final class InstantWorld {
    /** The hooks of the usual deployment. */
    public static final List<String> HOOKS = List.of("smoke-test", "compare-metrics");

    private static final int TASKS = 2;

    private final List<Site> sites = new ArrayList<>();
    private final Map<ServiceRef, Site> byService = new HashMap<>();
    private final Map<RouteRef, Site> byRoute = new HashMap<>();
    private final Map<TargetGroupRef, Site> byGroup = new HashMap<>();
    private final ServiceRuntime runtime = new Services();
    private final TrafficRouter router = new Router();
    private volatile Consumer<RouteRef> onWrite = route -> {};

    /**
     * Creates a world.
     *
     * @param services how many services it has, each with one revision
     */
    public InstantWorld(int services) {
        for (int i = 0; i < services; i++) {
            Site site = new Site(i);
            sites.add(site);
            byService.put(site.service, site);
            site.routes.keySet().forEach(route -> byRoute.put(route, site));
            byGroup.put(site.groups.first(), site);
            byGroup.put(site.groups.second(), site);
        }
    }

    /** {@return the port to services and revisions} */
    public ServiceRuntime runtime() {
        return runtime;
    }

    /** {@return the port to routes and target groups} */
    public TrafficRouter router() {
        return router;
    }

    /** {@return the port to alarms, which are all quiet} */
    public AlarmSource alarms() {
        return names -> {
            Map<String, AlarmReading.State> quiet = new TreeMap<>();
            names.forEach(name -> quiet.put(name, AlarmReading.State.OK));
            return AlarmReading.of(quiet);
        };
    }

    /**
     * Sets what is told of every write to a route, after it took effect.
     *
     * @param watcher called on the thread of the call
     */
    public void onWrite(Consumer<RouteRef> watcher) {
        onWrite = watcher;
    }

    /** {@return the number of a service, by one of its routes} */
    public int numberOf(RouteRef route) {
        return site(byRoute.get(route), "read", route).number;
    }

    /**
     * {@return the usual deployment of a service: all at once, with a test route, two hooks and an alarm}
     *
     * <p>It waits for nothing but the bake: what has no weight drains for a millisecond. Every other limit has its default.
     *
     * @param service the number of the service
     * @param definition what to launch
     * @param bake how long it bakes
     */
    public DeploymentSpec deployment(int service, String definition, Duration bake) {
        return usual(service, definition, bake)
                .limits(DeploymentLimits.DEFAULTS.withDrain(Duration.ofMillis(1)))
                .build();
    }

    /**
     * {@return the usual deployment with every limit at its default}
     *
     * @param service the number of the service
     * @param definition what to launch
     * @param bake how long it bakes
     */
    public DeploymentSpec.Builder usual(int service, String definition, Duration bake) {
        Site site = sites.get(service);
        return DeploymentSpec.blueGreen(site.service)
                .revision(definition)
                .productionRoute(site.production)
                .testRoute(site.test)
                .targetGroups(site.groups.first(), site.groups.second())
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, HOOKS.get(0))
                .hook(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, HOOKS.get(1))
                .alarm("errors-" + service)
                .bakeTime(bake);
    }

    private static Site site(@Nullable Site site, String operation, Object resource) {
        if (site == null) {
            throw new PortException(
                    new Problem(Problem.Kind.GONE, operation, resource.toString(), "there is no such thing"));
        }
        return site;
    }

    /** One service with its routes and target groups. */
    private static final class Site {
        final int number;
        final ServiceRef service;
        final TargetGroups groups;
        final RouteRef production;
        final RouteRef test;
        final Set<RouteRef> used;
        final Map<RouteRef, RouteReading> routes = new HashMap<>();
        private final List<ServiceDescription.Revision> revisions = new ArrayList<>();
        private final Map<TargetGroupRef, TargetHealth> health = new HashMap<>();
        private ServiceDescription described;
        private int launched;

        Site(int number) {
            this.number = number;
            service = new ServiceRef("prod", "service-" + number);
            groups = new TargetGroups(new TargetGroupRef("first-" + number), new TargetGroupRef("second-" + number));
            production = new RouteRef("production-" + number);
            test = new RouteRef("test-" + number);
            used = Set.of(production, test);
            TrafficSplit split = TrafficSplit.allOn(groups.first(), groups.second());
            for (RouteRef route : List.of(production, test)) {
                routes.put(route, reading(route, split));
            }
            add("checkout:41", groups.first(), true, Optional.empty());
            described = describe();
        }

        private static RouteReading reading(RouteRef route, TrafficSplit split) {
            return new RouteReading(route, split, Optional.empty(), split.toString(), Duration.ZERO);
        }

        private void add(String definition, TargetGroupRef group, boolean primary, Optional<DeploymentId> owner) {
            revisions.add(new ServiceDescription.Revision(
                    new RevisionRef("revision-" + number + '-' + ++launched),
                    definition,
                    group,
                    primary,
                    owner,
                    counts(TASKS)));
        }

        private static ServiceDescription.Counts counts(int tasks) {
            return new ServiceDescription.Counts(tasks, 0, tasks, 0, true);
        }

        private ServiceDescription describe() {
            for (TargetGroupRef group : List.of(groups.first(), groups.second())) {
                List<TargetHealth.Target> targets = new ArrayList<>();
                for (ServiceDescription.Revision revision : revisions) {
                    for (int i = 0;
                            i < revision.counts().running()
                                    && revision.targetGroup().equals(group);
                            i++) {
                        targets.add(new TargetHealth.Target(
                                revision.revision().id() + '-' + i,
                                TargetHealth.State.HEALTHY,
                                Optional.of(revision.revision())));
                    }
                }
                health.put(group, new TargetHealth(group, targets));
            }
            described = new ServiceDescription(service, TASKS, false, revisions);
            return described;
        }

        synchronized ServiceDescription described() {
            return described;
        }

        synchronized TargetHealth health(TargetGroupRef group) {
            return Objects.requireNonNull(health.get(group));
        }

        synchronized RouteReading read(RouteRef route) {
            return Objects.requireNonNull(routes.get(route));
        }

        synchronized void write(RouteRef route, String fingerprint, TrafficSplit split) {
            if (!read(route).fingerprint().equals(fingerprint)) {
                throw new PortException(new Problem(
                        Problem.Kind.CONFLICT,
                        "write",
                        route.toString(),
                        "it reads " + read(route).fingerprint()));
            }
            routes.put(route, reading(route, split));
        }

        synchronized void launch(LaunchRequest request) {
            boolean known =
                    revisions.stream().anyMatch(revision -> revision.owner().equals(Optional.of(request.owner())));
            if (!known) {
                add(request.revision().definition(), request.targetGroup(), false, Optional.of(request.owner()));
                describe();
            }
        }

        synchronized void replace(UnaryOperator<ServiceDescription.Revision> changed) {
            revisions.replaceAll(changed);
            describe();
        }

        synchronized void remove(RevisionRef revision) {
            revisions.removeIf(one -> one.revision().equals(revision));
            describe();
        }
    }

    private static ServiceDescription.Revision with(
            ServiceDescription.Revision revision, boolean primary, ServiceDescription.Counts counts) {
        return new ServiceDescription.Revision(
                revision.revision(), revision.definition(), revision.targetGroup(), primary, revision.owner(), counts);
    }

    /** The services. */
    private final class Services implements ServiceRuntime {
        @Override
        public List<ServiceDescription> describe(List<ServiceRef> services) {
            List<ServiceDescription> described = new ArrayList<>(services.size());
            for (ServiceRef service : services) {
                Site site = byService.get(service);
                if (site != null) {
                    described.add(site.described());
                }
            }
            return described;
        }

        @Override
        public void launch(LaunchRequest request) {
            site(byService.get(request.service()), "launch", request.service()).launch(request);
        }

        @Override
        public void scale(ServiceRef service, RevisionRef revision, int desired) {
            site(byService.get(service), "scale", service)
                    .replace(one ->
                            one.revision().equals(revision) ? with(one, one.primary(), Site.counts(desired)) : one);
        }

        @Override
        public void makePrimary(ServiceRef service, RevisionRef revision) {
            site(byService.get(service), "makePrimary", service)
                    .replace(one -> with(one, one.revision().equals(revision), one.counts()));
        }

        @Override
        public void retire(ServiceRef service, RevisionRef revision) {
            site(byService.get(service), "retire", service).remove(revision);
        }
    }

    /** The routes and target groups. */
    private final class Router implements TrafficRouter {
        @Override
        public WriteMode writeMode() {
            return WriteMode.ATOMIC;
        }

        @Override
        public RouteReading read(RouteRef route) {
            return site(byRoute.get(route), "read", route).read(route);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            site(byRoute.get(route), "write", route).write(route, fingerprint, split);
            onWrite.accept(route);
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            return site(byGroup.get(group), "health", group).health(group);
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            return site(byGroup.get(groups.first()), "routesTo", groups).used;
        }
    }
}
