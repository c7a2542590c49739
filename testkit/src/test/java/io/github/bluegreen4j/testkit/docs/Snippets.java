package io.github.bluegreen4j.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java code of a page, which is taken from a test class, so that it is compiled and run. In the page a snippet stands
 * between {@code <!-- snippet: name -->} and {@code <!-- end of snippet -->}, in the class between {@code // snippet: name} and
 * {@code // end of snippet}. {@code -Ddocs.update=true} writes the page anew.
 */
public final class Snippets {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern IN_CLASS = Pattern.compile(
            "^ *// snippet: (?<name>\\S+)\n(?<code>.*?)^ *// end of snippet$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern IN_PAGE = Pattern.compile(
            "(?<begin><!-- snippet: (?<name>\\S+) -->\n).*?(?<end><!-- end of snippet -->)", Pattern.DOTALL);

    private final Path page;
    private final Class<?> source;

    private Snippets(Path page, Class<?> source) {
        this.page = page;
        this.source = source;
    }

    /**
     * The snippets of a page.
     *
     * @param page as seen from the root of the project
     */
    public static Snippets of(String page, Class<?> source) {
        return new Snippets(Path.of("..").resolve(page), source);
    }

    private static String read(Path path) throws IOException {
        return Files.readString(path).replace("\r\n", "\n");
    }

    /** The page as it is. */
    public String page() throws IOException {
        return read(page);
    }

    private Map<String, String> compiled() throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        Matcher snippet = IN_CLASS.matcher(read(TESTS.resolve(source.getName().replace('.', '/') + ".java")));
        while (snippet.find()) {
            String before = snippets.put(
                    snippet.group("name"), snippet.group("code").stripTrailing().stripIndent());
            assertThat(before)
                    .as("another snippet of the name %s", snippet.group("name"))
                    .isNull();
        }
        return snippets;
    }

    /** Every snippet of the page stands in the class, every one of the class in the page, and no other Java code in the page. */
    public void areAsTheyAreCompiled() throws IOException {
        Map<String, String> compiled = compiled();
        Map<String, String> unused = new LinkedHashMap<>(compiled);
        String page = page();
        StringBuilder current = new StringBuilder();
        Matcher snippet = IN_PAGE.matcher(page);
        while (snippet.find()) {
            String name = snippet.group("name");
            assertThat(compiled).as("the snippets of %s", source).containsKey(name);
            unused.remove(name);
            snippet.appendReplacement(
                    current,
                    Matcher.quoteReplacement(snippet.group("begin") + "```java\n" + compiled.get(name) + "\n```\n"
                            + snippet.group("end")));
        }
        snippet.appendTail(current);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(this.page, current);
        }
        assertThat(page())
                .as(
                        "%s, written anew by: mvn test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true",
                        this.page, source.getSimpleName())
                .isEqualTo(current.toString());
        assertThat(unused.keySet())
                .as("snippets that %s does not show", this.page)
                .isEmpty();
        assertThat(IN_PAGE.matcher(page).replaceAll(""))
                .as("%s without its snippets", this.page)
                .doesNotContain("```java");
    }
}
