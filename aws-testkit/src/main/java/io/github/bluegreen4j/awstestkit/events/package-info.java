/** A fake of Amazon EventBridge, which stores the published events. */
@NullMarked
package io.github.bluegreen4j.awstestkit.events;

import org.jspecify.annotations.NullMarked;
