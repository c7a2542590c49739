/** A fake of AWS in virtual time. */
@NullMarked
package io.github.bluegreen4j.awstestkit;

import org.jspecify.annotations.NullMarked;
