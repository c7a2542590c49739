package io.github.bluegreen4j.testkit.adapters;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a suite as an adapter's author would, and tells how each of its tests ended. */
final class InheritedSuite {
    private InheritedSuite() {}

    static Map<String, TestExecutionResult> run(Class<?> suite) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build();
        Results results = new Results();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        launcher.execute(request, results);
        return results.byTest;
    }

    private static final class Results implements TestExecutionListener {
        private final Map<String, TestExecutionResult> byTest = new TreeMap<>();

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            byTest.put(
                    test.getDisplayName(),
                    TestExecutionResult.aborted(new IllegalStateException("skipped: " + reason)));
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .ifPresent(method -> byTest.put(method.getMethodName(), result));
        }
    }
}
