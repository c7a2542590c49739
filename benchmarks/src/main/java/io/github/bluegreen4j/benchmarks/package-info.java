/** What is measured, with JMH. */
@NullMarked
package io.github.bluegreen4j.benchmarks;

import org.jspecify.annotations.NullMarked;
