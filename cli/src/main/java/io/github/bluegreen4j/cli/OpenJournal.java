package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * A journal that this process has opened.
 *
 * @param journal the journal
 * @param name how people call it, passwords excepted
 * @param purge removes the deployments that ended that long ago, and returns how many
 * @param release what is closed at the end
 */
record OpenJournal(Journal journal, String name, ToIntFunction<Duration> purge, Runnable release)
        implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
