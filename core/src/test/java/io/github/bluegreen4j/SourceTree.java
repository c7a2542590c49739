package io.github.bluegreen4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the sources, wherever in the project the tests were started. */
final class SourceTree {
    private SourceTree() {}

    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException("no directory above the working directory holds .mvn");
    }

    static List<Path> mainSources() throws IOException {
        try (Stream<Path> files = Files.walk(root(), 16)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString()
                            .contains("/src/main/java/"
                                    .replace("/", file.getFileSystem().getSeparator())))
                    .sorted()
                    .toList();
        }
    }
}
