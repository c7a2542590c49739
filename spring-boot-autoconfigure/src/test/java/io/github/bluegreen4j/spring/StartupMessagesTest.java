package io.github.bluegreen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What somebody reads whose application does not start, and what editors and the guide say about the properties. */
@ExtendWith(OutputCaptureExtension.class)
class StartupMessagesTest {
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(BlueGreenAutoConfiguration.class)
    static class WithoutPorts {}

    @Test
    void theApplicationSaysWhatIsMissingAndWhatToDo(CapturedOutput output) {
        SpringApplication application = new SpringApplication(WithoutPorts.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--bluegreen4j.journal.type=memory"))
                .isNotNull();

        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "The engine needs a bean of io.github.bluegreen4j.spi.ServiceRuntime (where services run), and there is none",
                        "Define the bean. If this application deploys nothing, set bluegreen4j.enabled=false.");
    }

    @Test
    void everyPropertyIsDescribedForEditorsAndInTheGuide() throws Exception {
        String guide = Files.readString(root().resolve("docs/spring-boot.md"));
        List<String> names = new ArrayList<>();
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asText();
            if (name.startsWith("bluegreen4j.")) {
                names.add(name);
                assertThat(property.path("description").asText()).as(name).isNotBlank();
                assertThat(guide).contains("| `" + name + "` |");
            }
        }
        assertThat(names).contains("bluegreen4j.lease", "bluegreen4j.journal.data-source", "bluegreen4j.console.path");
    }

    /** Of all those on the class path, the one that has our properties. */
    private static JsonNode metadata() throws Exception {
        for (URL file : Collections.list(StartupMessagesTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = file.openStream()) {
                JsonNode metadata = new ObjectMapper().readTree(in);
                if (metadata.toString().contains("bluegreen4j.lease")) {
                    return metadata;
                }
            }
        }
        throw new AssertionError("no metadata names bluegreen4j.lease");
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException("no directory above the working directory holds .mvn");
    }
}
