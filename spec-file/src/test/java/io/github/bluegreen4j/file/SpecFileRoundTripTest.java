package io.github.bluegreen4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentSpec;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A file loses nothing of a specification. */
class SpecFileRoundTripTest {
    @Property(tries = 2000)
    void aSpecificationReadsAsItWasWritten(@ForAll long seed) {
        DeploymentSpec spec = new AnySpec(seed).make();

        String file = SpecFile.write(spec);

        assertThat(SpecFile.parse("any.yaml", file, Map.of(), defaults -> {}))
                .as(file)
                .isEqualTo(spec);
    }
}
