package io.github.bluegreen4j.examples.local.dataplane;

/**
 * A target as the control plane shows it.
 *
 * @param id its name, unique in its group
 * @param owner the mark of whoever registered it, for example a revision
 * @param port where it listens on the loopback interface
 * @param state its health
 * @param inFlight requests it has begun and not finished
 */
public record TargetView(String id, String owner, int port, TargetState state, int inFlight) {}
