/**
 * The protocols. A request of an SDK client is parsed to an {@link io.github.bluegreen4j.awstestkit.wire.AwsCall}: service,
 * operation and parameters as a tree, from any protocol (AWS JSON, Smithy RPC v2 CBOR, the query protocol with XML answers,
 * Lambda's REST). The answer is a tree or an {@link io.github.bluegreen4j.awstestkit.wire.AwsRefusal}, and is written in the
 * same protocol.
 *
 * <p>There are no sockets and no threads: {@link io.github.bluegreen4j.awstestkit.wire.WireClient} answers on the caller's
 * thread.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.wire;

import org.jspecify.annotations.NullMarked;
