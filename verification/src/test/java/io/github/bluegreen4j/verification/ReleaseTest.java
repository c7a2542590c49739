package io.github.bluegreen4j.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** What a release needs beside code: complete POMs, a BOM, module names, a changelog and versions in the documents. */
class ReleaseTest {
    /** A dependency of ours in a document, up to its version. */
    private static final Pattern DEPENDENCY =
            Pattern.compile("<artifactId>bluegreen4j-[a-z-]+</artifactId>\\s*<version>([^<]+)</version>");

    static List<String> publishedModules() {
        return ProjectFiles.publishedModules();
    }

    @Test
    void theBomListsThePublishedModules() {
        List<String> listed =
                ProjectFiles.elements(ProjectFiles.pom("bom"), "dependencyManagement", "dependencies", "dependency")
                        .stream()
                        .map(dependency ->
                                ProjectFiles.text(dependency, "artifactId").orElseThrow())
                        .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(ProjectFiles.publishedModules().stream()
                        .map(module -> ProjectFiles.text(ProjectFiles.pom(module), "artifactId")
                                .orElseThrow())
                        .toList());
    }

    @Test
    void theBomHasTheVersionOfTheOthers() {
        assertThat(ProjectFiles.text(ProjectFiles.pom("bom"), "version")).contains(ProjectFiles.version());
    }

    /** The BOM has no parent, so that it imports no versions of libraries. It repeats what the parent says about the project. */
    @Test
    void theBomSaysTheSameAboutTheProjectAsTheParent() {
        for (String name : List.of("url", "inceptionYear", "licenses", "developers", "scm", "issueManagement")) {
            List<String> parents = texts(ProjectFiles.pom(""), name);

            assertThat(parents).as(name).isNotEmpty();
            assertThat(texts(ProjectFiles.pom("bom"), name)).as(name).isEqualTo(parents);
        }
    }

    private static List<String> texts(Element pom, String name) {
        return ProjectFiles.elements(pom, name).stream()
                .map(element -> element.getTextContent().replaceAll("\\s+", " ").strip())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void aPublishedModuleHasANameADescriptionAndAModuleName(String module) {
        Element pom = ProjectFiles.pom(module);
        Path descriptor = ProjectFiles.root().resolve(module).resolve("src/main/java/module-info.java");

        assertThat(ProjectFiles.text(pom, "name")).isPresent();
        assertThat(ProjectFiles.text(pom, "description")).isPresent();
        assertThat(Files.exists(descriptor) || pom.getTextContent().contains("io.github.bluegreen4j."))
                .as("a module-info.java or an Automatic-Module-Name")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("publishedModules")
    void aPublishedModuleCarriesTheLicence(String module) throws IOException {
        String licence = Files.readString(ProjectFiles.root().resolve("LICENSE"));
        List<String> copies = getClass()
                .getClassLoader()
                .resources("META-INF/LICENSE")
                .filter(url -> url.toString().contains("/" + module + "/target/")
                        || url.toString().contains("/bluegreen4j-" + module + "-"))
                .map(ReleaseTest::read)
                .toList();

        assertThat(copies).containsExactly(licence);
    }

    private static String read(URL url) {
        try (var in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code -Ddocs.update=true} writes the version of the build into the documents. */
    @Test
    void theDocumentsNameTheVersionOfTheBuild() throws IOException {
        int named = 0;
        for (Path document : documents()) {
            String text = Files.readString(document);
            if (Boolean.getBoolean("docs.update")) {
                text = DEPENDENCY
                        .matcher(text)
                        .replaceAll(found -> found.group().replace(found.group(1), ProjectFiles.version()));
                Files.writeString(document, text);
            }
            List<String> versions = DEPENDENCY
                    .matcher(text)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
            named += versions.size();
            assertThat(versions).as("%s, or -Ddocs.update=true", document).allMatch(ProjectFiles.version()::equals);
        }
        assertThat(named).as("dependencies in all documents").isPositive();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> guides = Files.list(ProjectFiles.root().resolve("docs"))) {
            return Stream.concat(Stream.of(ProjectFiles.root().resolve("README.md")), guides)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theChangelogHasASectionForThisVersion() throws IOException {
        String release = ProjectFiles.version().replace("-SNAPSHOT", "");

        assertThat(Files.readAllLines(ProjectFiles.root().resolve("CHANGELOG.md")))
                .anyMatch(line -> line.startsWith("## [" + release + "]"));
    }
}
