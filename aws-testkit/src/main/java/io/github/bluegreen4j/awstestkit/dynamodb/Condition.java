package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A condition on an item. An item that does not exist has no attributes. */
@FunctionalInterface
interface Condition {
    /** A condition that is always true. */
    Condition NONE = item -> true;

    boolean holds(ObjectNode item);
}
