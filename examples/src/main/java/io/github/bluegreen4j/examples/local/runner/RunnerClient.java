package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.http.AdminClient;
import java.util.Map;

/**
 * The client of the runner's admin interface. Every call throws
 * {@link io.github.bluegreen4j.examples.local.http.AdminException} when it was refused, and
 * {@link java.io.UncheckedIOException} when nobody knows whether it took effect; each may then be repeated. Safe from any
 * thread.
 */
public final class RunnerClient {

    private final AdminClient admin;

    /** A client of the interface that this one calls. */
    public RunnerClient(AdminClient admin) {
        this.admin = admin;
    }

    /** Registers a definition: what can be launched, and how its tasks behave. */
    public void define(String definition, Map<String, String> settings) {
        admin.put("/definitions/" + definition, new RunnerApi.Definition(settings));
    }

    /** Makes sure that a service exists. */
    public void createService(String service, int desired) {
        admin.put(path(service), new RunnerApi.Count(desired));
    }

    /** Describes a service and its revisions. */
    public ServiceView describe(String service) {
        return admin.get(path(service), ServiceView.class);
    }

    /** Changes how many tasks the service should have, as its autoscaling would; no revision is scaled by it. */
    public void desire(String service, int count) {
        admin.put(path(service) + "/desired", new RunnerApi.Count(count));
    }

    /** Launches a revision, or answers with the one that the same token launched before. */
    public RevisionView launch(String service, Launch order) {
        return admin.post(path(service) + "/revisions", order, RevisionView.class);
    }

    /** Sets a revision's desired count. */
    public void scale(String service, String revision, int count) {
        admin.put(path(service, revision) + "/count", new RunnerApi.Count(count));
    }

    /** Gives a revision the service's primary label; moves no traffic. */
    public void makePrimary(String service, String revision) {
        admin.put(path(service) + "/primary", new RunnerApi.Name(revision));
    }

    /** Sends a revision on its way out: drained, ended, gone. It is described until it is gone. */
    public void retire(String service, String revision) {
        admin.delete(path(service, revision));
    }

    /** Kills tasks of a revision at once (SIGKILL), as a broken machine would. */
    public void kill(String service, String revision, int count, boolean replace) {
        admin.post(path(service, revision) + "/kill", new RunnerApi.Kill(count, replace));
    }

    private static String path(String service) {
        return "/services/" + service;
    }

    private static String path(String service, String revision) {
        return path(service) + "/revisions/" + revision;
    }
}
