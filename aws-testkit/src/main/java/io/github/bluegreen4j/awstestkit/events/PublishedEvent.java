package io.github.bluegreen4j.awstestkit.events;

import java.time.Instant;
import java.util.List;

/**
 * An event that was accepted.
 *
 * @param id its id
 * @param bus the name of its bus, or its ARN: as it was given; {@code default} when it was not
 * @param detail JSON
 * @param at when it was accepted, on the world's clock
 */
public record PublishedEvent(
        String id, String bus, String source, String detailType, String detail, List<String> resources, Instant at) {
    public PublishedEvent {
        resources = List.copyOf(resources);
    }
}
