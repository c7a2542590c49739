/** A fake of Application Auto Scaling. Its scalable targets are the world's services with an autoscaler. */
@NullMarked
package io.github.bluegreen4j.awstestkit.autoscaling;

import org.jspecify.annotations.NullMarked;
