package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What an expression compares or assigns: an attribute, a value, or what is reckoned from them. */
@FunctionalInterface
interface Operand {
    /** What it is in an item; empty where the item has no such attribute. */
    Optional<JsonNode> in(ObjectNode item);
}
