package io.github.bluegreen4j.testkit.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.bluegreen4j.workflow.state.StageGraph;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Nothing that can happen within these bounds breaks a rule. */
class ExplorationTest {

    @TestFactory
    @Tag("exploration")
    List<DynamicTest> nothingBreaksARuleAndEveryEdgeOfTheStageGraphIsTaken() {
        Set<StageGraph.Edge> taken = new LinkedHashSet<>();
        List<Exploration> all = new ArrayList<>();
        List<DynamicTest> tests = new ArrayList<>(searched(ExplorationBounds.usual(), taken, all));
        tests.add(dynamicTest("every edge of the stage graph is taken", () -> {
            System.out.printf(
                    "%d bounds: %,d nodes, %,d states, %d of them without an explanation, %,d transitions, %d of %d edges of the"
                            + " stage graph%n",
                    all.size(),
                    all.stream().mapToLong(Exploration::nodes).sum(),
                    all.stream().mapToLong(Exploration::states).sum(),
                    all.stream().mapToLong(Exploration::unexplained).sum(),
                    all.stream().mapToLong(Exploration::transitions).sum(),
                    taken.size(),
                    StageGraph.EDGES.size());
            assertThat(StageGraph.EDGES).allSatisfy(edge -> assertThat(taken).contains(edge));
        }));
        return tests;
    }

    @TestFactory
    @Tag("exploration-large")
    List<DynamicTest> nothingBreaksARuleWithinTheLargeBounds() {
        return searched(ExplorationBounds.large(), new LinkedHashSet<>(), new ArrayList<>());
    }

    private static List<DynamicTest> searched(List<Bound> bounds, Set<StageGraph.Edge> taken, List<Exploration> all) {
        return bounds.stream()
                .map(bound -> dynamicTest(bound.name(), () -> {
                    Exploration exploration = Explorer.explore(bound, new PageRules());
                    System.out.println(exploration);
                    all.add(exploration);
                    taken.addAll(exploration.orThrow().edges());
                }))
                .toList();
    }
}
