package io.github.bluegreen4j.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Says in which fields two values of the model differ. */
final class SpecDifferences {
    private SpecDifferences() {}

    /** Each field that differs, with its value before and after. */
    static List<String> between(Record before, Record after) {
        List<String> differences = new ArrayList<>();
        collect("", before, after, differences);
        return List.copyOf(differences);
    }

    private static void collect(String prefix, Record before, Record after, List<String> differences) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            Object one = value(component, before);
            Object other = value(component, after);
            String name = prefix + component.getName();
            if (one instanceof Record nested
                    && other instanceof Record changed
                    && nested.getClass() == changed.getClass()) {
                collect(name + ".", nested, changed, differences);
            } else if (!Objects.equals(one, other)) {
                differences.add(name + ": \"" + one + "\" before, \"" + other + "\" now");
            }
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalStateException(component + " can't be read", unreadable);
        }
    }
}
