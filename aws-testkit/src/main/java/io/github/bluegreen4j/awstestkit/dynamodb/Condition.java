package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What has to hold of an item; an item that does not exist has no attributes. */
@FunctionalInterface
interface Condition {
    /** Always true. */
    Condition NONE = item -> true;

    boolean holds(ObjectNode item);
}
