/** The terminal of a person: the demo and the command line draw in it. */
@NullMarked
package io.github.bluegreen4j.examples.local.terminal;

import org.jspecify.annotations.NullMarked;
