package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.workflow.script.Call;
import java.time.Duration;
import java.util.List;

/**
 * A watch to keep. The engine makes equal reads of all deployments once. A reading counts only if its call started
 * after the watch was ordered. A value older than the maximum age is unknown.
 *
 * @param watch which watch
 * @param reads the calls that give its result together
 * @param interval how often to read
 * @param maximumAge the age after which a value is unknown
 */
public record WatchOrder(Watch watch, List<Call> reads, Duration interval, Duration maximumAge) {}
