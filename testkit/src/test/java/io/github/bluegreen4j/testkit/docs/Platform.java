package io.github.bluegreen4j.testkit.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The platform of docs/adapters.md: a small scheduler with a proxy and a monitor, as its client library shows it. It starts and replaces tasks
 * by itself; a second of its time passes with each {@link #tick}. Its routes pin no clients, only its scheduler registers targets, and it
 * checks the tasks of every pool.
 */
final class Platform {
    /** What the client library throws: an HTTP status. */
    static final class ApiException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;

        ApiException(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** An application and its versions. */
    record App(String name, int wanted, List<Version> versions) {}

    /** One version of an application. */
    record Version(
            String id,
            String image,
            String pool,
            String label,
            boolean stable,
            int wanted,
            int starting,
            int running,
            int crashed) {}

    /** One running task of a pool. */
    record Member(String address, String version, String state) {}

    /** A route of the proxy. The tag is another one when the weights are others. */
    record Route(String name, String match, Map<String, Integer> weights, String tag) {}

    private static final class Task {
        final String address;
        String state = "starting";

        Task(String address) {
            this.address = address;
        }
    }

    private static final class Running {
        final String app;
        final String id;
        final String image;
        final String pool;
        final String label;
        boolean stable;
        boolean removed;
        int wanted;
        int crashed;
        final List<Task> tasks = new ArrayList<>();

        Running(String app, String id, String image, String pool, String label, int wanted) {
            this.app = app;
            this.id = id;
            this.image = image;
            this.pool = pool;
            this.label = label;
            this.wanted = wanted;
        }

        int count(String state) {
            return (int) tasks.stream().filter(task -> task.state.equals(state)).count();
        }

        Version view() {
            int running = count("healthy") + count("failing");
            return new Version(id, image, pool, label, stable, wanted, count("starting"), running, crashed);
        }
    }

    private final Map<String, Integer> apps = new TreeMap<>();
    private final Map<String, Running> versions = new LinkedHashMap<>();
    private final Map<String, String> tokens = new TreeMap<>();
    private final Map<String, Map<String, Integer>> routes = new TreeMap<>();
    private final Map<String, String> matches = new TreeMap<>();
    private final List<String> pools = new ArrayList<>();
    private final Map<String, String> alarms = new TreeMap<>();
    private boolean down;
    private int addresses;

    private void answer() {
        if (down) {
            throw new ApiException(503, "the platform is down");
        }
    }

    private static <T> T found(T value, String what) {
        if (value == null) {
            throw new ApiException(404, "there is no " + what);
        }
        return value;
    }

    private Running version(String app, String id) {
        Running version = found(versions.get(id), "version " + id);
        return found(version.app.equals(app) ? version : null, "version " + id + " of " + app);
    }

    /** Those of the applications that exist. */
    synchronized List<App> apps(List<String> names) {
        answer();
        return names.stream()
                .filter(apps::containsKey)
                .map(name -> new App(
                        name,
                        apps.get(name),
                        versions.values().stream()
                                .filter(version -> version.app.equals(name))
                                .map(Running::view)
                                .toList()))
                .toList();
    }

    /** Creates a version once for each token. */
    synchronized void create(String app, String image, String pool, String label, int wanted, String token) {
        answer();
        found(apps.get(app), "application " + app);
        requireImage(image);
        tokens.computeIfAbsent(token, first -> {
            String id = app + "-" + (versions.size() + 1);
            versions.put(id, new Running(app, id, image, pool, label, wanted));
            return id;
        });
    }

    /** Status 400 for an image that is in no registry. */
    synchronized void requireImage(String image) {
        answer();
        if (image.startsWith("unknown")) {
            throw new ApiException(400, "there is no image " + image);
        }
    }

    synchronized void scale(String app, String version, int wanted) {
        answer();
        version(app, version).wanted = wanted;
    }

    /** Makes a version the stable one, in place of any other. */
    synchronized void promote(String app, String version) {
        answer();
        Running stable = version(app, version);
        versions.values().stream()
                .filter(other -> other.app.equals(app))
                .forEach(other -> other.stable = other == stable);
    }

    /** Removes a version when its tasks have drained. */
    synchronized void remove(String app, String version) {
        answer();
        Running removed = version(app, version);
        removed.wanted = 0;
        removed.removed = true;
    }

    synchronized List<Member> members(String pool) {
        answer();
        found(pools.contains(pool) ? pool : null, "pool " + pool);
        List<Member> members = new ArrayList<>();
        versions.values().stream()
                .filter(version -> version.pool.equals(pool))
                .forEach(version ->
                        version.tasks.forEach(task -> members.add(new Member(task.address, version.id, task.state))));
        return members;
    }

    private Route view(String name) {
        Map<String, Integer> weights = found(routes.get(name), "route " + name);
        return new Route(name, matches.getOrDefault(name, "all requests"), Map.copyOf(weights), weights.toString());
    }

    synchronized Route route(String name) {
        answer();
        return view(name);
    }

    synchronized List<Route> routes() {
        answer();
        return routes.keySet().stream().map(this::view).toList();
    }

    /** Sets the weights of a route; status 412 when its tag is another one by now. */
    synchronized void setWeights(String route, String tag, Map<String, Integer> weights) {
        answer();
        if (!view(route).tag().equals(tag)) {
            throw new ApiException(412, "the weights of " + route + " are no longer " + tag);
        }
        routes.put(route, new TreeMap<>(weights));
    }

    /** The states of those of the alarms that exist: good, bad or silent. */
    synchronized Map<String, String> alarms(Iterable<String> names) {
        answer();
        Map<String, String> states = new TreeMap<>();
        names.forEach(name -> {
            if (alarms.containsKey(name)) {
                states.put(name, alarms.get(name));
            }
        });
        return states;
    }

    // What a test does to the platform.

    synchronized void addPools(String... names) {
        pools.addAll(List.of(names));
    }

    /** An application whose one version runs in full and is stable. */
    synchronized String addApp(String name, String image, String pool, int wanted) {
        apps.put(name, wanted);
        String id = name + "-" + (versions.size() + 1);
        versions.put(id, new Running(name, id, image, pool, "", wanted));
        versions.get(id).stable = true;
        tick();
        tick();
        return id;
    }

    synchronized void forceWeights(String route, Map<String, Integer> weights) {
        routes.put(route, new TreeMap<>(weights));
    }

    synchronized Map<String, Integer> weights(String route) {
        return Map.copyOf(routes.get(route));
    }

    synchronized void match(String route, String match) {
        matches.put(route, match);
    }

    synchronized String match(String route) {
        return view(route).match();
    }

    synchronized void alarm(String name, String state) {
        alarms.put(name, state);
    }

    synchronized int registered(String pool) {
        return versions.values().stream()
                .filter(version -> version.pool.equals(pool))
                .mapToInt(version -> version.tasks.size())
                .sum();
    }

    /** One task of a version fails its health checks from now on. */
    synchronized void sicken(String version) {
        versions.get(version).tasks.get(0).state = "failing";
    }

    /** One task of a version dies. */
    synchronized void kill(String version) {
        versions.get(version).tasks.remove(0);
        versions.get(version).crashed++;
    }

    synchronized void goDown() {
        down = true;
    }

    /** A second passes: tasks start, crash, drain and end. */
    synchronized void tick() {
        for (Running version : List.copyOf(versions.values())) {
            version.tasks.removeIf(task -> task.state.equals("draining"));
            if (version.image.startsWith("broken")) {
                version.crashed += version.count("starting");
                version.tasks.removeIf(task -> task.state.equals("starting"));
            }
            version.tasks.stream()
                    .filter(task -> task.state.equals("starting"))
                    .forEach(task -> task.state = "healthy");
            version.tasks.stream().skip(version.wanted).forEach(task -> task.state = "draining");
            while (version.tasks.size() < version.wanted) {
                version.tasks.add(new Task("10.0.0." + ++addresses));
            }
            if (version.removed && version.tasks.isEmpty()) {
                versions.remove(version.id);
            }
        }
    }
}
