package io.github.bluegreen4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.benchmarks.workload.GrowthWorkload;
import org.junit.jupiter.api.Test;

/** What one deployment costs does not grow with the number of all deployments. */
class GrowthTest {
    /** With a search through all watches at each poll it would be sixteen times as much. The bound allows for a busy machine. */
    @Test
    void aDeploymentThatBakesCostsTheSameAmongSixteenTimesAsMany() throws Exception {
        GrowthWorkload.share(200); // the code is compiled
        GrowthWorkload.Share few = GrowthWorkload.share(200);
        GrowthWorkload.Share many = GrowthWorkload.share(3_200);

        assertThat(many.minute()).isLessThan(4 * few.minute());
        assertThat(many.start()).isLessThan(4 * few.start());
    }
}
