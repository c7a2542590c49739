/**
 * What goes over the wire. A request of an SDK client is understood as an {@link io.github.bluegreen4j.awstestkit.wire.AwsCall}:
 * which service, which operation, and its parameters as a tree, whatever protocol they were written in (AWS JSON, the query
 * protocol with its XML answers, Lambda's REST). The answer is a tree again, or an
 * {@link io.github.bluegreen4j.awstestkit.wire.AwsRefusal}, and is written in the words of the same protocol.
 *
 * <p>No sockets and no threads: {@link io.github.bluegreen4j.awstestkit.wire.WireClient} answers on the caller's thread.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.wire;

import org.jspecify.annotations.NullMarked;
