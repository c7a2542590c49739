package io.github.bluegreen4j.examples.local.load;

import io.github.bluegreen4j.examples.local.http.AdminClient;
import java.time.Duration;
import java.util.Map;

/** The client of the load's admin interface. */
public final class LoadClient {

    private final AdminClient admin;

    /** A client of the load that announced this admin port. */
    public LoadClient(int port) {
        // Stopping waits for the last answers, and a client waits 15 s for one.
        this.admin = new AdminClient(port, Duration.ofSeconds(20));
    }

    /** How it goes. */
    public LoadSummary summary() {
        return admin.get("/summary", LoadSummary.class);
    }

    /** Ends the load, waits for the last answers and returns the final numbers; again returns the same. */
    public LoadSummary stop() {
        return admin.post("/stop", Map.of(), LoadSummary.class);
    }
}
