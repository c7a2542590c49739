package io.github.bluegreen4j.model;

import java.io.Serializable;

/**
 * One thing that is wrong with a specification.
 *
 * @param field the field as the user wrote it, {@code "hooks[2].timeout"} for example; list positions count from 0
 * @param value the refused value as text; {@code "(missing)"} when a value is required and none was given
 * @param allowed what is allowed instead
 */
public record Fault(String field, String value, String allowed) implements Serializable {

    @Override
    public String toString() {
        return field + ": " + value + " is not allowed; allowed: " + allowed;
    }
}
