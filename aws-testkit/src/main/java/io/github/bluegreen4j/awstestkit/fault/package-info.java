/**
 * Faults between a client and AWS: throttled and denied requests, malformed answers, and connections that break before or
 * after the request took effect. Start with {@link io.github.bluegreen4j.awstestkit.fault.WireFaults}.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.fault;

import org.jspecify.annotations.NullMarked;
