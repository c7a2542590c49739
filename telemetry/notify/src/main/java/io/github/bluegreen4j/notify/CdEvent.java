package io.github.bluegreen4j.notify;

import io.github.bluegreen4j.model.Given;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service event of CDEvents 0.3.0 (cdevents.dev, "Continuous Deployment Events").
 *
 * @param type what happened to the service
 * @param id the same for each delivery of the same event, so that a receiver can recognise duplicates
 * @param source where it happened
 * @param timestamp when it happened
 * @param service the service
 * @param environment the environment of the service
 * @param artifactId what the service runs now, as a package URL
 * @param customData what CDEvents has no field for: texts and lists of texts, by name
 */
public record CdEvent(
        Type type,
        String id,
        URI source,
        Instant timestamp,
        String service,
        String environment,
        String artifactId,
        Map<String, Object> customData) {

    /**
     * Checks that nothing is missing, and copies the data.
     *
     * @param type what happened to the service
     * @param id the same for each delivery of the same event
     * @param source where it happened
     * @param timestamp when it happened
     * @param service the service
     * @param environment the environment of the service
     * @param artifactId what the service runs now
     * @param customData what CDEvents has no field for
     */
    public CdEvent {
        Given.value("type", type);
        Given.value("id", id);
        Given.value("source", source);
        Given.value("timestamp", timestamp);
        Given.value("service", service);
        Given.value("environment", environment);
        Given.value("artifactId", artifactId);
        customData = Collections.unmodifiableMap(new LinkedHashMap<>(customData));
    }

    /** What happened to a service. */
    public enum Type {
        /** A service that nothing served before serves. */
        DEPLOYED("dev.cdevents.service.deployed.0.1.1"),
        /** Another revision serves. */
        UPGRADED("dev.cdevents.service.upgraded.0.1.1"),
        /** The deployment did not become what the service runs. */
        ROLLEDBACK("dev.cdevents.service.rolledback.0.1.1");

        private final String name;

        Type(String name) {
            this.name = name;
        }

        /** {@return the type's name in CDEvents, with its version} */
        public String cdEventsName() {
            return name;
        }
    }

    /** {@return the event as JSON, without whitespace and in ASCII} */
    public String toJson() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("version", "0.3.0");
        context.put("id", id);
        context.put("source", source);
        context.put("type", type.cdEventsName());
        context.put("timestamp", timestamp);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("environment", Map.of("id", environment));
        content.put("artifactId", artifactId);
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("id", service);
        subject.put("source", source);
        subject.put("type", "service");
        subject.put("content", content);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("context", context);
        event.put("subject", subject);
        event.put("customData", customData);
        event.put("customDataContentType", "application/json");
        return JsonText.of(event);
    }

    /**
     * {@return the headers of a CloudEvent 1.0 over HTTP in binary mode, whose content is {@link #toJson}} Their values are ASCII.
     */
    public Map<String, String> cloudEventHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", id);
        headers.put("ce-source", source.toASCIIString());
        headers.put("ce-type", type.cdEventsName());
        headers.put("ce-time", timestamp.toString());
        headers.put("ce-subject", Percents.encoded(service, "/"));
        return headers;
    }
}
