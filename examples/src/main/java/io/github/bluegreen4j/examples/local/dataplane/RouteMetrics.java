package io.github.bluegreen4j.examples.local.dataplane;

/**
 * What a route did lately, for an alarm to judge.
 *
 * @param seconds how far back, the current second included
 * @param requests requests answered or broken off in that time
 * @param errors of those, 5xx or broken off
 * @param targetErrors of those errors, the ones that a target answered itself; the others are the load balancer's own
 *     words for a target that is missing or hung up
 */
public record RouteMetrics(int seconds, long requests, long errors, long targetErrors) {}
