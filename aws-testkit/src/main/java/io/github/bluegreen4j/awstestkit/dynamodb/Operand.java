package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A value that an expression compares or assigns: an attribute, a constant or the result of a calculation. */
@FunctionalInterface
interface Operand {
    /** Returns the value for an item; empty if the item lacks the attribute. */
    Optional<JsonNode> in(ObjectNode item);
}
