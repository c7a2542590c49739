package io.github.bluegreen4j.journal.json;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a sealed type may be. */
final class SealedTypes {
    private SealedTypes() {}

    /** All records that implement it, in the order in which they are permitted. */
    static <T> Set<Class<? extends T>> of(Class<T> type) {
        Set<Class<? extends T>> records = new LinkedHashSet<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            Class<? extends T> some = permitted.asSubclass(type);
            if (some.isSealed()) {
                for (Class<?> below : of(some)) {
                    records.add(below.asSubclass(type));
                }
            } else {
                records.add(some);
            }
        }
        return records;
    }

    /** All events. */
    static List<Class<? extends io.github.bluegreen4j.event.DeploymentEvent>> events() {
        return List.copyOf(of(io.github.bluegreen4j.event.DeploymentEvent.class));
    }
}
