/** What durable journals have in common. */
@NullMarked
package io.github.bluegreen4j.journal;

import org.jspecify.annotations.NullMarked;
