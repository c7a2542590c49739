package io.github.bluegreen4j.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a test class as its author would, and tells how its parts ended, by display name, and what was printed. */
final class JupiterRun implements TestExecutionListener {
    private final Map<String, TestExecutionResult> results = new LinkedHashMap<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private JupiterRun() {}

    static JupiterRun of(Class<?> tests) {
        return of(tests, Map.of());
    }

    static JupiterRun of(Class<?> tests, Map<String, String> configuration) {
        JupiterRun run = new JupiterRun();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameters(configuration)
                .build();
        PrintStream before = System.out;
        System.setOut(new PrintStream(run.printed, true, StandardCharsets.UTF_8));
        try {
            launcher.execute(request, run);
        } finally {
            System.setOut(before);
        }
        return run;
    }

    /** What a test ended with. */
    TestExecutionResult result(String name) {
        TestExecutionResult result = results.get(name);
        if (result == null) {
            throw new AssertionError("nothing of that name was run: " + name + "; run were " + results.keySet());
        }
        return result;
    }

    /** What a test failed with. */
    Throwable failure(String name) {
        return result(name)
                .getThrowable()
                .orElseThrow(() -> new AssertionError(name + " did not fail: " + result(name)));
    }

    /** Everything that was run, classes and templates included, in the order in which it ended. */
    Map<String, TestExecutionResult> results() {
        return results;
    }

    /** Everything that was printed. */
    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        results.put(test.getDisplayName(), result);
    }
}
