package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import java.util.Map;

/** What goes wrong in the middle of the bake, when all of production is on green. */
enum InjectedFault {
    NONE("") {
        @Override
        void happen(LocalCluster cluster) {}
    },
    GREEN_BREAKS("from now on green answers every request with 500") {
        @Override
        void happen(LocalCluster cluster) {
            cluster.dataPlane()
                    .targets(DemoScenario.GREEN_GROUP)
                    .forEach(target -> new AdminClient(target.port()).post("/break", Map.of()));
        }
    },
    GREEN_DIES("all of green's tasks are killed (SIGKILL), and can't be placed again") {
        @Override
        void happen(LocalCluster cluster) {
            for (RevisionView revision :
                    cluster.runner().describe(DemoScenario.SERVICE).revisions()) {
                if (revision.definition().equals(DemoScenario.GREEN_DEFINITION)) {
                    cluster.runner().kill(DemoScenario.SERVICE, revision.id(), DemoScenario.TASKS, false);
                }
            }
        }
    },
    SOMEBODY_ELSE_WRITES("somebody else gives the production route 50 : 50") {
        @Override
        void happen(LocalCluster cluster) {
            cluster.dataPlane()
                    .overwrite("production", Map.of(DemoScenario.BLUE_GROUP, 50, DemoScenario.GREEN_GROUP, 50));
        }
    };

    private final String text;

    InjectedFault(String text) {
        this.text = text;
    }

    /** What happens, for people. */
    String text() {
        return text;
    }

    abstract void happen(LocalCluster cluster);
}
