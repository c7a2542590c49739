package io.github.bluegreen4j.examples.local.engine;

/**
 * Something that happened to the deployment, as the engine's process tells it.
 *
 * @param version its place in the deployment's journal, from 1
 * @param atMillis when, in milliseconds since 1970
 * @param kind the event's name in the journal, for example {@code RouteShifted}
 * @param text the same for people; empty when it is of no interest to them
 */
public record EngineEvent(long version, long atMillis, String kind, String text) {}
