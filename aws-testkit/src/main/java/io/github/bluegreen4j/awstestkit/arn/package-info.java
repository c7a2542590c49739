/** Names: the ARNs of an account in a region, made from short names and taken apart again. */
@NullMarked
package io.github.bluegreen4j.awstestkit.arn;

import org.jspecify.annotations.NullMarked;
