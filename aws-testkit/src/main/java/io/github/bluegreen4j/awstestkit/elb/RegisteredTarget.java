package io.github.bluegreen4j.awstestkit.elb;

/**
 * A task as a target.
 *
 * @param address the private IP address of the task
 * @param port the port of its container
 */
public record RegisteredTarget(String address, int port) {}
