package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.EngineBuilder;

/**
 * Changes the engine before it is built. A bean of this type is called with the builder that has all properties and all other beans. Several
 * are called in the order of {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface EngineCustomizer {
    /**
     * Changes what the engine will be.
     *
     * @param builder the builder, with everything that the application has set
     */
    void customize(EngineBuilder builder);
}
