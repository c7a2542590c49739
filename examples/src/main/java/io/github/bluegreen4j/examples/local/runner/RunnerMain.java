package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.examples.local.process.ParentWatch;
import io.github.bluegreen4j.examples.local.process.Ready;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The runner's process. Arguments: {@code --data-plane} (its admin port), {@code --dir} (tasks count in its {@code counts}
 * and log in its {@code logs}), {@code --health-grace} (how long a new task may be unhealthy), and {@code --drain false}
 * to kill tasks in the middle of their requests. It announces the port {@code admin}. Its tasks end with it.
 */
public final class RunnerMain {

    private RunnerMain() {}

    /** Runs until it is told to end, or its parent is gone. */
    public static void main(String... args) throws IOException {
        ParentWatch.exitWithParent();
        Arguments arguments = Arguments.parse(args);
        Fleet fleet = new Fleet();
        DataPlaneClient dataPlane =
                new DataPlaneClient(new AdminClient(Integer.parseInt(arguments.required("data-plane"))));
        TaskStarter starter = new TaskStarter(Path.of(arguments.required("dir")));
        new TaskReconciler(fleet, dataPlane, starter, Patience.from(arguments)).start();
        Ready.with(Map.of("admin", new RunnerApi(fleet).start())).announce();
    }
}
