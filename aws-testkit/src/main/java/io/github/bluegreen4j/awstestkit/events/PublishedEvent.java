package io.github.bluegreen4j.awstestkit.events;

import java.time.Instant;
import java.util.List;

/**
 * An accepted event.
 *
 * @param id the id that EventBridge assigned
 * @param bus the name or ARN of the bus, as in the request; {@code default} if the request had none
 * @param source the source of the event
 * @param detailType the detail type
 * @param detail the detail, JSON
 * @param resources the ARNs that the event is about
 * @param at when it was accepted, by the world's clock
 */
public record PublishedEvent(
        String id, String bus, String source, String detailType, String detail, List<String> resources, Instant at) {
    /**
     * Creates an event with an unmodifiable copy of the resources.
     *
     * @param id the id that EventBridge assigned
     * @param bus the name or ARN of the bus
     * @param source the source of the event
     * @param detailType the detail type
     * @param detail the detail, JSON
     * @param resources the ARNs that the event is about
     * @param at when it was accepted
     */
    public PublishedEvent {
        resources = List.copyOf(resources);
    }
}
