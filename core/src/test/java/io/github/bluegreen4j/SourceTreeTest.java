package io.github.bluegreen4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules about the source files of all modules. */
class SourceTreeTest {
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
