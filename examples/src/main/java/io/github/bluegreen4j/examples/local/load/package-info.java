/**
 * The clients: a steady stream of POST requests on a route, over a few connections that are kept, each request sent
 * exactly once.
 *
 * <p>The JDK's HTTP client sends again only what it takes for idempotent, which POST is not, or what could not connect;
 * both are switched off besides.
 */
@NullMarked
package io.github.bluegreen4j.examples.local.load;

import org.jspecify.annotations.NullMarked;
