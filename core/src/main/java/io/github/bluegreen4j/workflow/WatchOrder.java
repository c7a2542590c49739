package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Watch;
import java.time.Duration;
import java.util.List;

/**
 * An interest to be kept. Equal reads of all deployments are made once; a reading counts only if its call began after the
 * watch was ordered, and a value that is older than the maximum age is unknown.
 *
 * @param watch which
 * @param reads the calls that, together, show it
 * @param interval how often to look
 * @param maximumAge when a value is too old
 */
public record WatchOrder(Watch watch, List<Call> reads, Duration interval, Duration maximumAge) {}
