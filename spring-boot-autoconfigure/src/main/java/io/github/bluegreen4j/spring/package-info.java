/**
 * An engine in a Spring Boot application. {@code BlueGreenAutoConfiguration} builds it of the application's beans and of {@link
 * io.github.bluegreen4j.spring.BlueGreenProperties}; {@code EngineLifecycle} starts it after the web server and closes it in order. What
 * people look at is in {@code DeploymentsEndpoint} and {@code EngineHealth}. Uses the public API of the engine and of the journals, and
 * names no class that one generation of Spring Boot lacks, except in the two health indicators.
 */
@NullMarked
package io.github.bluegreen4j.spring;

import org.jspecify.annotations.NullMarked;
