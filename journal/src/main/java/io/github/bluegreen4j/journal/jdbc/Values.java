package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a call writes of its caller's: when the database refuses a value, the message says which it is. Confined to the call. */
final class Values {
    /** The longest name that a column of the journal holds. */
    private static final int NAME = 512;

    /** The longest id of a deployment. */
    private static final int DEPLOYMENT = 128;

    private static final int SHOWN = 80;

    private final List<Value> all = new ArrayList<>();

    private Values() {}

    /** Those of a call that writes nothing of its caller's; to be added to. */
    static Values none() {
        return new Values();
    }

    private record Value(String field, String text, int longest) {
        boolean suits() {
            return text.length() <= longest && text.indexOf('\0') < 0;
        }

        /** What is wrong with it, and what would be right. */
        String fault() {
            String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
            return field + ": \"" + shown.replace("\0", "\\u0000") + "\" (" + text.length()
                    + " characters) can't be stored; allowed: at most " + longest + " characters, none of them NUL";
        }
    }

    Values deployment(String id) {
        return and("deployment", id, DEPLOYMENT);
    }

    Values service(ServiceRef service) {
        return name("cluster", service.cluster()).name("service", service.name());
    }

    Values name(String field, String text) {
        return and(field, text, NAME);
    }

    private Values and(String field, String text, int longest) {
        all.add(new Value(field, text, longest));
        return this;
    }

    /** Those that no column holds, each with what is wrong; empty when all suit. */
    String faults() {
        return all.stream().filter(value -> !value.suits()).map(Value::fault).collect(Collectors.joining("; "));
    }
}
