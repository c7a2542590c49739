package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.List;

/**
 * Converts specifications and descriptions of deployments to and from JSON, in the form in which a journal has them. What is
 * absent is omitted, durations are ISO 8601 ({@code "PT10M"}), shares are numbers in percent. Names are kept: a later version
 * reads what an earlier one wrote, and ignores members that it does not know.
 *
 * <p>For files that people write, use the module {@code bluegreen4j-spec-file}. Stateless and safe for use by many threads.
 */
public final class ModelCodec {
    private ModelCodec() {}

    /**
     * Encodes a specification.
     *
     * @param spec the specification
     * @return one JSON object without line breaks; {@link #decodeSpec} reads an equal specification from it
     */
    public static String encode(DeploymentSpec spec) {
        return written(DeploymentSpec.class, spec);
    }

    /**
     * Decodes a specification.
     *
     * @param json what {@link #encode(DeploymentSpec)} wrote, in this version or an earlier one
     * @return the specification
     * @throws InvalidSpecException if it is not the JSON of a specification, or says what a specification may not say; the
     *     field of a fault is the path of the member: {@code "hooks[0].timeout"}
     */
    public static DeploymentSpec decodeSpec(String json) {
        return read(DeploymentSpec.class, json);
    }

    /**
     * Encodes the description of a deployment.
     *
     * @param description the description
     * @return one JSON object without line breaks; {@link #decodeDescription} reads an equal description from it
     */
    public static String encode(DeploymentDescription description) {
        return written(DeploymentDescription.class, description);
    }

    /**
     * Decodes the description of a deployment.
     *
     * @param json what {@link #encode(DeploymentDescription)} wrote, in this version or an earlier one
     * @return the description
     * @throws InvalidSpecException if it is not the JSON of a description; the field of a fault is the path of the member
     */
    public static DeploymentDescription decodeDescription(String json) {
        return read(DeploymentDescription.class, json);
    }

    private static String written(Class<?> type, Object value) {
        return JsonParser.write((ObjectNode) Vocabulary.SHAPES.of(type).write(value));
    }

    private static <T> T read(Class<T> type, String json) {
        try {
            return type.cast(Vocabulary.SHAPES.of(type).read(Place.TOP, JsonParser.read(json)));
        } catch (MisfitException misfit) {
            throw new InvalidSpecException(faults(json, misfit));
        }
    }

    private static List<InvalidSpecException.Fault> faults(String json, MisfitException misfit) {
        String place = misfit.place().toString();
        if (misfit.getCause() instanceof InvalidSpecException invalid) {
            return invalid.faults().stream().map(fault -> at(place, fault)).toList();
        }
        if (place.isEmpty()) {
            return List.of(
                    new InvalidSpecException.Fault("json", json, "can't be read: " + misfit.why(), "a JSON object"));
        }
        // A member that has to be there and is not.
        String found = misfit.found().isEmpty() ? "(missing)" : misfit.found();
        return List.of(new InvalidSpecException.Fault(place, found, misfit.wrong(), ""));
    }

    /** A part calls itself by its type; what it is here stands before its members. */
    private static InvalidSpecException.Fault at(String place, InvalidSpecException.Fault fault) {
        int dot = fault.field().indexOf('.');
        String field = place.isEmpty()
                ? fault.field()
                : dot < 0 ? place : place + fault.field().substring(dot);
        return new InvalidSpecException.Fault(field, fault.value(), fault.wrong(), fault.allowed());
    }
}
