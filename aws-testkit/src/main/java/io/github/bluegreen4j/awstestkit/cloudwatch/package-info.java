/** A fake of Amazon CloudWatch: the world's alarms as metric and composite alarms. */
@NullMarked
package io.github.bluegreen4j.awstestkit.cloudwatch;

import org.jspecify.annotations.NullMarked;
