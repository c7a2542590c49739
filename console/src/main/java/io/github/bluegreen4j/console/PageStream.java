package io.github.bluegreen4j.console;

/** A stream of what changes on a page. The script of the page replaces, adds and removes elements by their ids. */
abstract class PageStream implements EventStream {
    private final JournalFeed feed;
    private volatile Runnable listener = () -> {};
    private volatile boolean closed;

    PageStream(JournalFeed feed) {
        this.feed = feed;
    }

    @Override
    public final void onChange(Runnable newListener) {
        feed.ignore(listener);
        listener = newListener;
        feed.listen(newListener);
    }

    @Override
    public final boolean isClosed() {
        return closed || feed.isClosed();
    }

    @Override
    public final void close() {
        closed = true;
        feed.ignore(listener);
        listener.run();
    }

    /** One event. The data has no line break: texts are escaped for one line, and markup has none. */
    static void event(StringBuilder out, String name, String data) {
        out.append("event: ")
                .append(name)
                .append("\ndata: ")
                .append(data.replace("\n", " "))
                .append("\n\n");
    }
}
