package io.github.bluegreen4j.spring;

import java.util.List;

/** The application's beans or properties do not make an engine. {@link StartupFailureAnalyzer} prints it without a stack trace. */
final class StartupException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String action;

    StartupException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** @param faults one line for each property */
    static StartupException properties(List<String> faults) {
        return new StartupException(
                String.join(System.lineSeparator(), faults), "Change these properties of the application.");
    }

    static String fault(String property, Object value, String allowed) {
        return BlueGreenProperties.PREFIX + "." + property + ": \"" + value + "\" is not allowed; allowed: " + allowed;
    }

    /** What to do about it. */
    String action() {
        return action;
    }
}
