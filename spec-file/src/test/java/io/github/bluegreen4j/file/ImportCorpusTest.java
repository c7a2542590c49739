package io.github.bluegreen4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.InvalidSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Service definitions, templates and application specifications as people have them: each is imported, or refused with a reason to act
 * on. What comes out lies beside them, as {@code NAME.expected}; to accept a change, run this test with {@code -Ddocs.update=true}.
 */
class ImportCorpusTest {
    private static final Path CORPUS = Path.of("..", "examples", "spec-files", "imports");

    @ParameterizedTest
    @CsvSource({
        "create-service-canary.json,,",
        "create-service-rolling.json,,",
        "create-service-daemon.json,,",
        "create-service-two-balancers.json,,",
        "describe-services-external.json,,",
        "template-checkout.yaml,,",
        "template-two-services.json,,",
        "template-two-services.json,Web,",
        "template-two-services.json,Worker,",
        "template-service-connect.yaml,,",
        "template-without-a-service.yaml,,",
        "appspec-checkout.yaml,,deployment-group-checkout.json",
        "appspec-pipeline.json,,",
        "appspec-lambda.yaml,,",
    })
    void itIsImportedOrRefusedWithAReason(String name, String resource, String group) throws IOException {
        SpecImport source = SpecImport.of(name, Files.readString(CORPUS.resolve(name)));
        if (resource != null) {
            source.resource(resource);
        }
        if (group != null) {
            source.deploymentGroup(group, Files.readString(CORPUS.resolve(group)));
        }
        Path expected = CORPUS.resolve(name + (resource == null ? "" : "." + resource) + ".expected");

        String told = told(source);

        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(expected, told);
        }
        assertThat(told).isEqualTo(Files.readString(expected));
    }

    private static String told(SpecImport source) {
        try {
            SpecImport.Imported imported = source.make();
            return imported.notes().stream().map(note -> "# " + note + "\n").collect(Collectors.joining())
                    + "# Variables: " + String.join(", ", new TreeSet<>(imported.variables())) + "\n" + imported.file();
        } catch (InvalidSpecException refused) {
            return refused.faults().stream().map(fault -> "# " + fault + "\n").collect(Collectors.joining());
        }
    }

    @Test
    void theExampleIsRead() throws IOException {
        assertThat(SpecFile.read(Path.of("..", "examples", "spec-files", "checkout.yaml"), Map.of("VERSION", "42"))
                        .revision()
                        .definition())
                .isEqualTo("checkout:42");
    }
}
