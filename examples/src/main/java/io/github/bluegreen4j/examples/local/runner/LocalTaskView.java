package io.github.bluegreen4j.examples.local.runner;

/**
 * A task as the runner shows it.
 *
 * @param id its name, and that of its target at the load balancer
 * @param pid its process id
 * @param state where it is in its life
 */
public record LocalTaskView(String id, long pid, TaskState state) {}
