package io.github.bluegreen4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says about the sources is true, and no two mechanisms share a name. */
class ContributingTest {
    private static final Pattern NAMED_FILE = Pattern.compile("`([A-Za-z0-9/_.-]+\\.java)`");

    @Test
    void everyFileInTheMapExistsOnce() throws IOException {
        List<String> sources = SourceTree.mainSources().stream()
                .map(file -> file.toString().replace('\\', '/'))
                .toList();
        List<String> named = NAMED_FILE
                .matcher(Files.readString(SourceTree.root().resolve("CONTRIBUTING.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        Map<String, Long> found = new TreeMap<>();
        for (String name : named) {
            found.put(
                    name,
                    sources.stream()
                            .filter(source -> source.endsWith("/" + name))
                            .count());
        }
        assertThat(found).hasSizeGreaterThan(20);
        found.remove("package-info.java");
        found.values().removeIf(count -> count == 1);

        assertThat(found)
                .as("how often there is a file that CONTRIBUTING.md names")
                .isEmpty();
    }

    /** A reader who meets a name in a log or a stack trace finds one file for it. */
    @Test
    void everyNameOfASourceFileIsUsedOnce() throws IOException {
        Map<String, List<Path>> byName = new TreeMap<>();
        for (Path source : SourceTree.mainSources()) {
            byName.computeIfAbsent(source.getFileName().toString(), name -> new ArrayList<>())
                    .add(source);
        }
        byName.remove("package-info.java");
        byName.remove("module-info.java");
        byName.values().removeIf(files -> files.size() == 1);

        assertThat(byName).as("names that several source files have").isEmpty();
    }
}
