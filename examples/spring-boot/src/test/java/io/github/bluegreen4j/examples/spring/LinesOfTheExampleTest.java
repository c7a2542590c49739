package io.github.bluegreen4j.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** What a Spring Boot application needs to deploy and to be watched: docs/spring-boot.md promises these numbers. */
class LinesOfTheExampleTest {
    @Test
    void oneDependency() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String dependencies = pom.substring(pom.indexOf("<dependencies>", pom.indexOf("</dependencyManagement>")));

        assertThat(Pattern.compile("<artifactId>(bluegreen4j-[a-z-]+)</artifactId>")
                        .matcher(dependencies)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("bluegreen4j-spring-boot-starter");
    }

    @Test
    void oneRuntimeAndOneRouter() {
        assertThat(Arrays.stream(GreeterApplication.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Bean.class))
                        .map(Method::getReturnType))
                .containsExactlyInAnyOrder(ServiceRuntime.class, TrafficRouter.class);
    }

    @Test
    void theGuideShowsTheLinesOfTheExample() throws IOException {
        String guide = Files.readString(Path.of("../../docs/spring-boot.md"));
        String beans = Files.readString(
                Path.of("src/main/java/io/github/bluegreen4j/examples/spring/GreeterApplication.java"));
        String shown = beans.substring(beans.indexOf("    @Bean"), beans.lastIndexOf('}'));

        assertThat(plain(guide))
                .contains(plain(shown))
                .contains(plain(Files.readString(Path.of("src/main/resources/application.yaml"))));
    }

    /** Without indentation, which a list of the guide has more of. */
    private static String plain(String text) {
        return text.strip().replaceAll("(?m)^ +", "");
    }

    @Test
    void fiveLinesOfYaml() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/resources/application.yaml"));

        assertThat(lines).as("no line is blank").noneMatch(String::isBlank).hasSize(5);
    }
}
