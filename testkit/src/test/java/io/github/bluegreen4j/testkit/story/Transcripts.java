package io.github.bluegreen4j.testkit.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Golden transcripts: compared exactly, rewritten with {@code -Dtranscripts.update=true}. */
final class Transcripts {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("transcripts.directory", "src/test/resources/transcripts"));

    private Transcripts() {}

    /** Calls that fail again and again are told once, and how often. */
    static List<String> collapsed(List<String> lines) {
        List<String> collapsed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            collapsed.add(lines.get(i));
            int last = i;
            while (last + 1 < lines.size() && what(lines.get(last + 1)).equals(what(lines.get(i)))) {
                last++;
            }
            if (last > i) {
                String until = lines.get(last).substring(0, lines.get(last).indexOf(' '));
                collapsed.add(until + "      ... and " + (last - i) + " times more until here");
                i = last;
            }
        }
        return collapsed;
    }

    private static String what(String line) {
        String what = line.substring(line.indexOf(' '));
        return what.startsWith(" !") || what.contains("Failed[") ? what : line;
    }

    /** The story is told as it was. */
    static void verify(String name, String title, Story story) {
        String told = "# " + title + "\n" + story.transcript();
        Path file = DIRECTORY.resolve(name + ".txt");
        try {
            if (Boolean.getBoolean("transcripts.update")) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(file, told);
            }
            assertThat(file)
                    .as("no transcript yet: run with -Dtranscripts.update=true")
                    .exists();
            assertThat(told.lines().toList())
                    .as("transcript %s; if this is what should happen, run with -Dtranscripts.update=true", name)
                    .containsExactlyElementsOf(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
