package io.github.bluegreen4j.awstestkit.elb;

/**
 * A task as a target.
 *
 * @param address the private address of the task
 * @param port the port that its container listens on
 */
public record RegisteredTarget(String address, int port) {}
