/**
 * What goes wrong between a client and AWS: requests that are throttled, denied, answered with nonsense, or whose connection
 * breaks before or after they took effect.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.fault;

import org.jspecify.annotations.NullMarked;
