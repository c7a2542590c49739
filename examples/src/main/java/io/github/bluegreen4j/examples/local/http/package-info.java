/**
 * The few lines of HTTP and JSON that the processes' admin interfaces share: a server of small endpoints, and a client
 * whose every call ends in one of three ways, an answer, a refusal
 * ({@link io.github.bluegreen4j.examples.local.http.AdminException}), or an unknown outcome
 * ({@link java.io.UncheckedIOException}).
 */
@NullMarked
package io.github.bluegreen4j.examples.local.http;

import org.jspecify.annotations.NullMarked;
