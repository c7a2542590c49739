package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a kind of value is written as JSON, and read again. What was written reads as an equal value.
 *
 * @param <T> the kind of value
 */
interface Shape<T> {
    JsonNode write(T value);

    /**
     * Reads a value.
     *
     * @throws MisfitException when it does not fit, at that place or below
     */
    T read(Place place, JsonNode node);
}
