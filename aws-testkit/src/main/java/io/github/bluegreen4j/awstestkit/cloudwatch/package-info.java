/** Amazon CloudWatch: the alarms of the world, metric and composite ones. */
@NullMarked
package io.github.bluegreen4j.awstestkit.cloudwatch;

import org.jspecify.annotations.NullMarked;
