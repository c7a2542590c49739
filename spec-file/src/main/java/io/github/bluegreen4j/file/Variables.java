package io.github.bluegreen4j.file;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces <code>${NAME}</code> in the values of a file, from the environment; <code>$${</code> stands for <code>${</code>. */
final class Variables {
    /** Replaces nothing: for files of others, where it means something else. */
    static final Variables KEPT = new Variables(Map.of(), false);

    private static final Pattern USE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)\\}?");
    private static final Pattern ONE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;
    private final boolean replaces;

    private Variables(Map<String, String> environment, boolean replaces) {
        this.environment = environment;
        this.replaces = replaces;
    }

    static Variables of(Map<String, String> environment) {
        return new Variables(environment, true);
    }

    /** Whether the text is one variable and nothing else. */
    static boolean isOne(String text) {
        return ONE.matcher(text).matches();
    }

    /** The text that reads as that text. */
    static String escaped(String text) {
        return text.replace("${", "$${");
    }

    /** The names of all variables in a text. */
    static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        USE.matcher(text).results().forEach(use -> {
            if (use.group(1) != null && NAME.matcher(use.group(1)).matches()) {
                names.add(use.group(1));
            }
        });
        return names;
    }

    /**
     * Replaces all variables.
     *
     * @param unknown is called with what can't be replaced, and with what is allowed there
     */
    String replace(String text, BiConsumer<String, String> unknown) {
        return replaces && text.contains("${")
                ? USE.matcher(text)
                        .replaceAll(use -> Matcher.quoteReplacement(
                                use.group(1) == null ? "${" : value(use.group(), use.group(1), unknown)))
                : text;
    }

    private String value(String use, String name, BiConsumer<String, String> unknown) {
        if (!NAME.matcher(name).matches() || !use.endsWith("}")) {
            unknown.accept(use, "${NAME}, with letters, digits and _; or $${ for the text ${");
            return use;
        }
        String value = environment.get(name);
        if (value == null) {
            unknown.accept(use, "an environment variable that is set; " + name + " is not");
            return use;
        }
        return value;
    }
}
