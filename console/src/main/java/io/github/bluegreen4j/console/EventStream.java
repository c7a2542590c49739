package io.github.bluegreen4j.console;

/**
 * The body of a response that goes on: server-sent events. A slow client never fills a queue: each {@link #poll} computes what has changed
 * since the last one.
 *
 * <p>A transport sets one listener, polls after each call of it and once at the beginning, writes what it gets, and closes the stream when
 * the client is gone. Only one thread at a time may poll.
 */
public interface EventStream extends AutoCloseable {
    /** {@return the text to write next; empty if nothing has changed} */
    String poll();

    /**
     * Sets who is notified when there may be something to write. It is also notified every few seconds, so that a transport finds out that
     * its client is gone.
     *
     * @param listener is called on a thread of the console and must return at once
     */
    void onChange(Runnable listener);

    /** {@return whether nothing follows: the console or the stream was closed} */
    boolean isClosed();

    /** Ends the stream. */
    @Override
    void close();
}
