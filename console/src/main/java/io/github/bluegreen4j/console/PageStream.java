package io.github.bluegreen4j.console;

/** A stream of what changes on a page. The script of the page replaces, adds and removes elements by their ids. */
abstract class PageStream implements EventStream {
    private final JournalFeed feed;

    /** What the feed knows is this stream's own, whatever listeners several streams may share. */
    private final Runnable relay = this::changed;

    private volatile Runnable listener = () -> {};
    private volatile boolean closed;

    PageStream(JournalFeed feed) {
        this.feed = feed;
    }

    private void changed() {
        listener.run();
    }

    @Override
    public final void onChange(Runnable newListener) {
        listener = newListener;
        feed.listen(relay);
    }

    @Override
    public final boolean isClosed() {
        return closed || feed.isClosed();
    }

    @Override
    public final void close() {
        closed = true;
        feed.ignore(relay);
        changed();
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
