package io.github.bluegreen4j.benchmarks.port;

import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what an engine asks its journal for. */
public final class CountedJournal extends ForwardingJournal {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final LongAdder transitions = new LongAdder();
    private final boolean together;

    /**
     * Counts the calls of a journal.
     *
     * @param journal the journal
     * @param together whether what the engine appends together stays together; otherwise every deployment is a call of its own
     */
    public CountedJournal(Journal journal, boolean together) {
        super(journal);
        this.together = together;
    }

    @Override
    protected void before(String operation) {
        calls.computeIfAbsent(operation, name -> new LongAdder()).increment();
    }

    @Override
    public List<Appended> open(List<Opening> openings) {
        transitions.add(openings.size());
        if (together) {
            return super.open(openings);
        }
        List<Appended> outcomes = new ArrayList<>();
        for (Opening opening : openings) {
            outcomes.addAll(super.open(List.of(opening)));
        }
        return outcomes;
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        transitions.add(extensions.size());
        if (together) {
            return super.append(extensions);
        }
        List<Appended> outcomes = new ArrayList<>();
        for (Extension extension : extensions) {
            outcomes.addAll(super.append(List.of(extension)));
        }
        return outcomes;
    }

    /** {@return how many decisions that had events were stored, orders included} */
    public long transitions() {
        return transitions.sum();
    }

    /** {@return how often each method was called since the last time} */
    public Map<String, Long> takeCalls() {
        Map<String, Long> taken = new TreeMap<>();
        calls.forEach((name, count) -> taken.put(name, count.sumThenReset()));
        return taken;
    }
}
