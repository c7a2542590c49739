package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The service runtime of a world. */
final class SimulatedRuntime implements ServiceRuntime {
    private final SimulatedState state;
    private final SendPermit permit;
    private final Set<String> missing;

    SimulatedRuntime(SimulatedState state, Set<String> missing, SendPermit permit) {
        this.state = state;
        this.permit = permit;
        this.missing = missing;
    }

    @Override
    public ServiceRuntime within(SendPermit newPermit) {
        return new SimulatedRuntime(state, missing, newPermit);
    }

    @Override
    public List<ServiceDescription> describe(List<ServiceRef> services) {
        return state.call("describe", services, now -> {
            List<ServiceDescription> described = new ArrayList<>();
            for (ServiceRef service : new LinkedHashSet<>(services)) {
                state.find(service).ifPresent(found -> described.add(state.describe(found, now)));
            }
            return described;
        });
    }

    @Override
    public void check(ServiceRef service, RevisionSpec revision, TargetGroups groups) {
        state.call("check", service, now -> {
            state.service(service);
            launchable(service, revision, groups.first());
            launchable(service, revision, groups.second());
            return true;
        });
    }

    private void launchable(ServiceRef service, RevisionSpec revision, TargetGroupRef group) {
        if (missing.contains(revision.definition()) || !state.network().has(group)) {
            throw SimulatedState.problem(
                    Problem.Kind.REFUSED,
                    "launch",
                    service,
                    "there is no " + revision.definition() + ", or no " + group);
        }
    }

    @Override
    public List<RevisionChange> changes(ServiceRef service, RevisionRef existing, RevisionSpec revision) {
        return state.call("changes", service, now -> {
            Map<String, String> before = state.find(service)
                    .flatMap(found -> state.describe(found, now).find(existing))
                    .map(blue -> state.contents().getOrDefault(blue.definition(), Map.of()))
                    .orElse(Map.of());
            Map<String, String> after = state.contents().getOrDefault(revision.definition(), Map.of());
            Set<String> names = new TreeSet<>(before.keySet());
            names.addAll(after.keySet());
            return names.stream()
                    .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                    .map(name -> new RevisionChange(
                            name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name))))
                    .toList();
        });
    }

    @Override
    public void launch(LaunchRequest request) {
        state.change(permit, "launch", request.service(), now -> {
            String definition = request.revision().definition();
            SimulatedService service = state.service(request.service());
            launchable(request.service(), request.revision(), request.targetGroup());
            if (service.hasTaken(request.token())) {
                return " again " + definition;
            }
            if (service.revisions().size() >= SimulatedState.MOST_REVISIONS) {
                throw SimulatedState.problem(
                        Problem.Kind.REFUSED,
                        "launch",
                        request.service(),
                        SimulatedState.MOST_REVISIONS + " revisions exist already, and more are not allowed");
            }
            service.take(request.token());
            state.watcher().launches(request);
            SimulatedRevision launched = state.launch(
                    request.service(),
                    definition,
                    request.targetGroup(),
                    Optional.of(request.owner()),
                    request.desiredCount(),
                    now);
            return " " + launched.ref() + " x" + request.desiredCount() + " in " + request.targetGroup();
        });
    }

    @Override
    public void scale(ServiceRef service, RevisionRef revision, int desired) {
        state.change(permit, "scale", revision, now -> {
            SimulatedRevision scaled = state.revision(service, revision);
            int tasks = state.service(service).tasksFor(desired);
            state.watcher().scales(service, revision, scaled.desired(), tasks);
            state.service(service).scale(scaled, desired, now);
            return " to " + tasks;
        });
    }

    @Override
    public void makePrimary(ServiceRef service, RevisionRef revision) {
        state.change(permit, "makePrimary", revision, now -> {
            state.service(service).makePrimary(state.revision(service, revision));
            return "";
        });
    }

    @Override
    public void retire(ServiceRef service, RevisionRef revision) {
        state.change(permit, "retire", revision, now -> {
            Optional<SimulatedRevision> retiring = state.find(service).flatMap(found -> found.find(revision));
            if (retiring.isEmpty()) {
                return ": it is gone";
            }
            if (!retiring.get().isRetiring()) {
                state.watcher().retires(service, revision);
                retiring.get().retire(now);
                return ": its tasks drain";
            }
            state.service(service).delete(retiring.get());
            return state.service(service).find(revision).isPresent() ? ": its tasks still drain" : ": deleted";
        });
    }
}
