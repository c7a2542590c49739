package io.github.bluegreen4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules about the source files of all modules. */
class SourceTreeTest {
    private static final int MOST_LINES = 600;

    @Test
    void noFileIsTooLongToBeReadInOneGo() throws IOException {
        List<Path> sources = SourceTree.mainSources();
        Map<Path, Integer> tooLong = new TreeMap<>();
        for (Path file : sources) {
            int lines = linesOfCode(file);
            if (lines > MOST_LINES) {
                tooLong.put(file, lines);
            }
        }

        assertThat(sources).as("sources").isNotEmpty();
        assertThat(tooLong)
                .as("lines of code of files with more than %s", MOST_LINES)
                .isEmpty();
    }

    /** Lines that are not comments: a type with many members must not be short of Javadoc. */
    private static int linesOfCode(Path file) throws IOException {
        return (int) Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.startsWith("/*") && !line.startsWith("*") && !line.startsWith("//"))
                .count();
    }

    @Test
    void everyPackageTellsItsStory() throws IOException {
        List<Path> untold = SourceTree.mainSources().stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct()
                .filter(directory -> Files.notExists(directory.resolve("package-info.java")))
                .toList();

        assertThat(untold).as("packages without package-info.java").isEmpty();
    }
}
