/** AWS Lambda: functions that a test registers, and that are invoked synchronously. */
@NullMarked
package io.github.bluegreen4j.awstestkit.lambda;

import org.jspecify.annotations.NullMarked;
