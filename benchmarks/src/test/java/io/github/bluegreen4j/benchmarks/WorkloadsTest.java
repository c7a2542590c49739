package io.github.bluegreen4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.benchmarks.workload.Figure;
import io.github.bluegreen4j.benchmarks.workload.Samples;
import io.github.bluegreen4j.benchmarks.workload.Scale;
import io.github.bluegreen4j.benchmarks.workload.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every workload runs and measures what it says. How large its figures are, is of no interest here. */
class WorkloadsTest {
    static List<Workload> workloads() {
        return Workload.all();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void measuresEveryFigure(Workload workload) throws Exception {
        Samples samples = new Samples();
        workload.run(Scale.TINY, samples);

        Set<String> names = new HashSet<>();
        for (Figure figure : workload.figures()) {
            assertThat(names.add(figure.name())).as("%s twice", figure.name()).isTrue();
            assertThat(samples.of(figure.name()))
                    .as("%s: %s", workload.id(), figure.name())
                    .isNotEmpty()
                    .allMatch(value -> Double.isFinite(value) && value >= 0);
            for (String peer : figure.peers()) {
                assertThat(samples.ratios(figure.name(), peer))
                        .as("%s: %s against %s", workload.id(), figure.name(), peer)
                        .isNotEmpty()
                        .allMatch(Double::isFinite);
            }
        }
        assertThat(samples.names())
                .as("%s: figures that are measured", workload.id())
                .isEqualTo(names);
    }
}
