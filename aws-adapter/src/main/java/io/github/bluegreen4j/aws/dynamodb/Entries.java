package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Appends and orders as items: JSON, one event per line. A long entry continues in further items. An item has at most 400
 * KB, a transaction 4 MB ("Service quotas" in the DynamoDB developer guide).
 */
final class Entries {
    /** At most three bytes per character, so that an item has room for its other attributes. */
    private static final int MOST_CHARACTERS = 120_000;

    private static final int MOST_BYTES = 3_500_000;

    private final JournalCodec codec;

    Entries(JournalCodec codec) {
        this.codec = codec;
    }

    /**
     * Returns the items of an entry.
     *
     * @param version the version of the deployment before the entry
     * @throws PortException if the entry is too long for one transaction
     */
    List<Item> items(DeploymentId deployment, long version, String entryId, List<DeploymentEvent> events) {
        String lines = events.stream().map(codec::encode).collect(Collectors.joining("\n"));
        int bytes = lines.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new PortException(new Problem(
                    Problem.Kind.REFUSED,
                    "dynamodb:TransactWriteItems",
                    deployment.value(),
                    "events of " + bytes + " bytes are too long for one transaction; allowed: " + MOST_BYTES));
        }
        List<Item> items = new ArrayList<>();
        int from = 0;
        while (from < lines.length()) {
            int to = end(lines, from);
            items.add(Item.at(Key.entry(deployment, version + 1, items.size()))
                    .with("entryId", entryId)
                    .with("events", lines.substring(from, to)));
            from = to;
        }
        return items;
    }

    /** Returns where to split, never inside a surrogate pair. */
    private static int end(String lines, int from) {
        int to = Math.min(lines.length(), from + MOST_CHARACTERS);
        return to < lines.length() && Character.isHighSurrogate(lines.charAt(to - 1)) ? to - 1 : to;
    }

    /** Reads the entries of a deployment from items in the order of their keys. */
    Read read(DeploymentId deployment, List<Item> items) {
        List<String> entryIds = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (Item item : items) {
            String entryId = item.text("entryId");
            if (entryIds.isEmpty() || !entryIds.get(entryIds.size() - 1).equals(entryId)) {
                lines.append(entryIds.isEmpty() ? "" : "\n");
                entryIds.add(entryId);
            }
            lines.append(item.text("events"));
        }
        List<String> events =
                lines.isEmpty() ? List.of() : lines.toString().lines().toList();
        return new Read(deployment, entryIds, events);
    }

    /** Entries that were read, but not decoded yet. */
    final class Read {
        private final DeploymentId deployment;
        private final List<String> entryIds;
        private final List<String> events;

        private Read(DeploymentId deployment, List<String> entryIds, List<String> events) {
            this.deployment = deployment;
            this.entryIds = entryIds;
            this.events = events;
        }

        List<String> entryIds() {
            return entryIds;
        }

        /** Returns the number of events. */
        long version() {
            return events.size();
        }

        List<DeploymentEvent> decoded() {
            List<DeploymentEvent> decoded = new ArrayList<>();
            for (String event : events) {
                decoded.add(codec.decode(deployment, decoded.size() + 1L, event));
            }
            return decoded;
        }
    }
}
