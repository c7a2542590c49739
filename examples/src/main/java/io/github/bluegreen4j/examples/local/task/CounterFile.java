package io.github.bluegreen4j.examples.local.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A task's counters in a memory-mapped file: an increment is one atomic instruction on a page that belongs to the
 * operating system, so it survives the death of the process, though not of the machine. Safe for several threads.
 */
final class CounterFile {

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer page;

    private CounterFile(MappedByteBuffer page) {
        this.page = page;
    }

    /** Creates a file that must not be there yet: counts of two processes in one file would prove nothing. */
    static CounterFile create(Path file) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new CounterFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, Counter.FILE_LENGTH));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long count(Counter counter) {
        return (long) LONGS.getAndAdd(page, counter.offset(), 1L) + 1;
    }

    long read(Counter counter) {
        return (long) LONGS.getVolatile(page, counter.offset());
    }
}
