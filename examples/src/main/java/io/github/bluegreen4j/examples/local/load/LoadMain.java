package io.github.bluegreen4j.examples.local.load;

import io.github.bluegreen4j.examples.local.http.AdminResponse;
import io.github.bluegreen4j.examples.local.http.AdminServer;
import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.examples.local.process.ParentWatch;
import io.github.bluegreen4j.examples.local.process.Ready;
import java.net.URI;
import java.util.Map;

/**
 * The clients' process. Arguments: {@code --port} of the route, {@code --rate} in requests per second (100), and
 * {@code --connections} (8). It announces the port {@code admin} and sends from the start; {@code GET /summary} tells how
 * it goes, {@code POST /stop} ends it and answers with the final summary.
 */
public final class LoadMain {

    private LoadMain() {}

    /** Runs until it is told to end, or its parent is gone. */
    public static void main(String... args) {
        // Read once, when the first client is built.
        System.setProperty("jdk.httpclient.enableAllMethodRetry", "false");
        System.setProperty("jdk.httpclient.disableRetryConnect", "true");
        ParentWatch.exitWithParent();
        Arguments arguments = Arguments.parse(args);
        LoadGenerator load = new LoadGenerator(URI.create("http://127.0.0.1:" + arguments.required("port") + "/work"));
        int admin = new AdminServer()
                .on("GET", "/summary", request -> AdminResponse.ok(load.summary()))
                .on("POST", "/stop", request -> AdminResponse.ok(load.stop()))
                .start();
        load.start(arguments.integer("connections", 8), arguments.integer("rate", 100));
        Ready.with(Map.of("admin", admin)).announce();
    }
}
