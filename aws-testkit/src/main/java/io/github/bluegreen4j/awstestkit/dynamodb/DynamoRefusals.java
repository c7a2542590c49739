package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The refusals of Amazon DynamoDB. */
final class DynamoRefusals {
    static final String CONDITION = "ConditionalCheckFailed";

    private DynamoRefusals() {}

    static AwsRefusal invalid(String message) {
        return AwsRefusal.of("ValidationException", message);
    }

    static AwsRefusal noTable() {
        return AwsRefusal.of("ResourceNotFoundException", "Requested resource not found");
    }

    /** @param old the current item, if the request asks for it */
    static AwsRefusal condition(@Nullable ObjectNode old) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (old != null) {
            details.set("Item", old);
        }
        return AwsRefusal.of("ConditionalCheckFailedException", "The conditional request failed")
                .with(details);
    }

    /** @param reasons one for each item of the transaction, in order */
    static AwsRefusal cancelled(List<ObjectNode> reasons) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        ArrayNode told = details.putArray("CancellationReasons");
        told.addAll(reasons);
        String codes = reasons.stream()
                .map(reason -> reason.get("Code"))
                .map(JsonNode::asText)
                .collect(Collectors.joining(", ", "[", "]"));
        return AwsRefusal.of(
                        "TransactionCanceledException",
                        "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes)
                .with(details);
    }
}
