/** The snippets of the guides to testing on AWS. */
@NullMarked
package io.github.bluegreen4j.awstestkit.docs;

import org.jspecify.annotations.NullMarked;
