/** A fake of AWS Lambda. A test registers functions; they are invoked synchronously. */
@NullMarked
package io.github.bluegreen4j.awstestkit.lambda;

import org.jspecify.annotations.NullMarked;
