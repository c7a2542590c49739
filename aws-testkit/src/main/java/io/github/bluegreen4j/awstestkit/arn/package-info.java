/** Makes ARNs of one account and Region from short names, and parses them. */
@NullMarked
package io.github.bluegreen4j.awstestkit.arn;

import org.jspecify.annotations.NullMarked;
