/** Amazon EventBridge: what was published is kept. */
@NullMarked
package io.github.bluegreen4j.awstestkit.events;

import org.jspecify.annotations.NullMarked;
