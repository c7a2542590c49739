/** The end of the demo: what the clients saw, compared with what the tasks counted themselves. */
@NullMarked
package io.github.bluegreen4j.examples.local.verdict;

import org.jspecify.annotations.NullMarked;
