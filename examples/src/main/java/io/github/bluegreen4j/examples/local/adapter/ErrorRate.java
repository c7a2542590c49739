package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.examples.local.dataplane.RouteMetrics;
import io.github.bluegreen4j.model.AlarmReading;

/**
 * The condition of an alarm: too many of a route's latest requests were answered with 5xx by the targets themselves. That
 * nobody was there to answer is no error of a target; that is what the health of targets is watched for.
 *
 * @param route the route
 * @param seconds how far back it looks, 1 to 60
 * @param minimum with fewer requests than that in this time there is nothing to judge by
 * @param percent how many errors in a hundred requests are still good
 */
public record ErrorRate(String route, int seconds, long minimum, double percent) {

    AlarmReading.State judge(RouteMetrics metrics) {
        if (metrics.requests() < minimum) {
            return AlarmReading.State.INSUFFICIENT_DATA;
        }
        return metrics.targetErrors() * 100.0 > metrics.requests() * percent
                ? AlarmReading.State.ALARM
                : AlarmReading.State.OK;
    }
}
