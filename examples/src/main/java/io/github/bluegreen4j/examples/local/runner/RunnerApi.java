package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.http.AdminRequest;
import io.github.bluegreen4j.examples.local.http.AdminResponse;
import io.github.bluegreen4j.examples.local.http.AdminServer;
import java.util.Map;

/** The runner's admin interface. */
final class RunnerApi {

    /**
     * The body of a definition.
     *
     * @param settings how its tasks behave
     */
    record Definition(Map<String, String> settings) {

        Definition {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * The body of everything that sets a count.
     *
     * @param count tasks
     */
    record Count(int count) {}

    /**
     * The body that names a revision.
     *
     * @param revision its id
     */
    record Name(String revision) {}

    /**
     * The body of a kill.
     *
     * @param count how many tasks, at most
     * @param replace whether they are replaced
     */
    record Kill(int count, boolean replace) {}

    private final Fleet fleet;

    RunnerApi(Fleet fleet) {
        this.fleet = fleet;
    }

    int start() {
        return new AdminServer()
                .doing("PUT", "/definitions/{definition}", this::define)
                .doing("PUT", "/services/{service}", this::create)
                .on("GET", "/services/{service}", request -> AdminResponse.ok(fleet.describe(request.path("service"))))
                .doing("PUT", "/services/{service}/desired", this::desire)
                .doing("PUT", "/services/{service}/primary", this::makePrimary)
                .on("POST", "/services/{service}/revisions", this::launch)
                .doing("PUT", "/services/{service}/revisions/{revision}/count", this::scale)
                .doing("DELETE", "/services/{service}/revisions/{revision}", this::retire)
                .doing("POST", "/services/{service}/revisions/{revision}/kill", this::kill)
                .start();
    }

    private void define(AdminRequest request) {
        fleet.define(request.path("definition"), request.body(Definition.class).settings());
    }

    private void create(AdminRequest request) {
        fleet.createService(request.path("service"), request.body(Count.class).count());
    }

    private void desire(AdminRequest request) {
        fleet.desire(request.path("service"), request.body(Count.class).count());
    }

    private void makePrimary(AdminRequest request) {
        fleet.makePrimary(request.path("service"), request.body(Name.class).revision());
    }

    private AdminResponse launch(AdminRequest request) {
        return AdminResponse.ok(fleet.launch(request.path("service"), request.body(Launch.class)));
    }

    private void scale(AdminRequest request) {
        fleet.scale(
                request.path("service"),
                request.path("revision"),
                request.body(Count.class).count());
    }

    private void retire(AdminRequest request) {
        fleet.retire(request.path("service"), request.path("revision"));
    }

    private void kill(AdminRequest request) {
        Kill order = request.body(Kill.class);
        fleet.kill(request.path("service"), request.path("revision"), order.count(), order.replace());
    }
}
