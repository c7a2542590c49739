/** The ports of the engine on AWS. */
@NullMarked
package io.github.bluegreen4j.aws;

import org.jspecify.annotations.NullMarked;
