package io.github.bluegreen4j.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of the guide to AWS that a test writes. */
final class GuidePart {
    private static final Path PAGE = Path.of("..", "docs", "aws.md");

    private GuidePart() {}

    /**
     * Checks that the guide has a text; with {@code -Ddocs.update=true}, writes it there.
     *
     * @param name what the comment before the text calls it; the comment after it has the first word of that
     */
    static void is(String name, String text, Class<?> test) throws IOException {
        String mark = "<!-- " + name + ": generated, -Ddocs.update=true writes it anew -->\n";
        String end = "<!-- end of " + name.replaceAll(" .*", "") + " -->";
        String page = Files.readString(PAGE);
        assertThat(page).as("docs/aws.md").contains(mark);
        int begin = page.indexOf(mark) + mark.length();
        String current = page.substring(0, begin) + text + page.substring(page.indexOf(end, begin));
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/aws.md, written anew by: mvn test -pl aws-adapter -am -Dtest=" + test.getSimpleName()
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true")
                .isEqualTo(current);
    }
}
