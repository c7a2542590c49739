/** Durable journals of deployments. */
@NullMarked
package io.github.bluegreen4j.journal;

import org.jspecify.annotations.NullMarked;
