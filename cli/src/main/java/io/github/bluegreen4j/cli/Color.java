package io.github.bluegreen4j.cli;

import java.util.Locale;
import java.util.Map;

/** When text for people has colors. JSON never has. */
enum Color {
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * Whether there are colors: by default in a terminal that can show them, unless {@code NO_COLOR} is set and not empty
     * (no-color.org). An option of the command line wins over the variable.
     *
     * @param environment the environment variables
     * @param terminal whether a terminal that can be drawn in reads what is written
     */
    boolean isOn(Map<String, String> environment, boolean terminal) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        };
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
