package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.spi.Journal;

/**
 * A journal that this process has opened.
 *
 * @param journal the journal
 * @param name how people call it, passwords excepted
 * @param release what is closed at the end
 */
record OpenJournal(Journal journal, String name, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
