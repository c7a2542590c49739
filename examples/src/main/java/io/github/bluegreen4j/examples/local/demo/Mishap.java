package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import java.util.Map;

/** What goes wrong in the middle of the bake, when all of production is on green. */
enum Mishap {
    NONE("") {
        @Override
        void happen(LocalCluster cluster) {}
    },
    GREEN_BREAKS("from now on green answers every request with 500") {
        @Override
        void happen(LocalCluster cluster) {
            cluster.dataPlane()
                    .targets(Scenario.GREEN_GROUP)
                    .forEach(target -> new AdminClient(target.port()).post("/break", Map.of()));
        }
    },
    GREEN_DIES("all of green's tasks are killed (SIGKILL), and can't be placed again") {
        @Override
        void happen(LocalCluster cluster) {
            for (RevisionView revision :
                    cluster.runner().describe(Scenario.SERVICE).revisions()) {
                if (revision.definition().equals(Scenario.GREEN_DEFINITION)) {
                    cluster.runner().kill(Scenario.SERVICE, revision.id(), Scenario.TASKS, false);
                }
            }
        }
    },
    SOMEBODY_ELSE_WRITES("somebody else gives the production route 50 : 50") {
        @Override
        void happen(LocalCluster cluster) {
            cluster.dataPlane().overwrite("production", Map.of(Scenario.BLUE_GROUP, 50, Scenario.GREEN_GROUP, 50));
        }
    };

    private final String text;

    Mishap(String text) {
        this.text = text;
    }

    /** What happens, for people. */
    String text() {
        return text;
    }

    abstract void happen(LocalCluster cluster);
}
