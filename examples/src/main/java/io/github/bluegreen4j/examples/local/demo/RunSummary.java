package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.engine.EngineView;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import io.github.bluegreen4j.examples.local.task.Counts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a run went.
 *
 * @param end the deployment's last view
 * @param load what the clients counted in the end
 * @param tasks what all tasks counted themselves, by revision
 * @param blue the id of blue
 * @param turnedBack whether somebody answered a pause with rollback
 * @param greenShare green's share of production in the end, in percent
 * @param blueTasks the process ids of blue's tasks before the deployment
 * @param left the revisions that are left
 * @param failedBefore failures before the mishap; empty when there was none
 * @param failedUntilRestored failures until shortly after production was restored; empty when it was not
 */
record RunSummary(
        EngineView end,
        LoadSummary load,
        Map<String, Counts> tasks,
        String blue,
        boolean turnedBack,
        double greenShare,
        Set<Long> blueTasks,
        List<RevisionView> left,
        Optional<Long> failedBefore,
        Optional<Long> failedUntilRestored) {

    RunSummary {
        tasks = Map.copyOf(tasks);
        blueTasks = Set.copyOf(blueTasks);
        left = List.copyOf(left);
    }
}
