package io.github.bluegreen4j.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Finds the annotations on a test. */
final class SimulatedPortsCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        if (!TestContextAnnotationUtils.hasAnnotation(testClass, SimulatedPorts.class)) {
            return null;
        }
        return new SimulatedPortsCustomizer(TestContextAnnotationUtils.hasAnnotation(testClass, BlueGreenTest.class));
    }
}
