/** Application Auto Scaling: the services of the world that an autoscaler acts on, as scalable targets. */
@NullMarked
package io.github.bluegreen4j.awstestkit.autoscaling;

import org.jspecify.annotations.NullMarked;
