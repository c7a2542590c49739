package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.ServiceField;

/**
 * A service on AWS, as {@code aws ecs describe-services} prints it. A service that deploys task sets does not know its rules: they are
 * found in its load balancer.
 */
final class LiveService {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LiveService() {}

    /**
     * Asks for it.
     *
     * @param notes is told what was found beside, and whether it is certain
     * @throws Failure if it is not there, or AWS can't be asked
     */
    static String describe(AwsOptions aws, ServiceRef service, Consumer<String> notes) {
        try (EcsClient ecs = aws.build(SdkClients.oneAttempt(EcsClient.builder()))) {
            DescribeServicesResponse answer = ecs.describeServices(ask ->
                    ask.cluster(service.cluster()).services(service.name()).include(ServiceField.TAGS));
            if (answer.services().isEmpty()) {
                throw Failure.option("--service", service.toString(), "a service that exists in " + aws.place());
            }
            JsonNode tree = tree(answer);
            addRules(aws, tree.path("services").path(0), notes);
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (SdkException failed) {
            if (AwsOptions.lacksCredentials(failed)) {
                throw failed;
            }
            throw new Failure(
                    ExitCode.OUT_OF_REACH, aws.place() + " can't be asked for " + service + ": " + failed.getMessage());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void addRules(AwsOptions aws, JsonNode service, Consumer<String> notes) {
        JsonNode balancer = service.path("loadBalancers").path(0);
        for (JsonNode set : service.path("taskSets")) {
            if (set.path("status").asText().equals("PRIMARY") && balancer.isMissingNode()) {
                balancer = set.path("loadBalancers").path(0);
            }
        }
        if (balancer instanceof ObjectNode known
                && known.has("targetGroupArn")
                && !known.has("advancedConfiguration")) {
            LiveRules.find(aws, known.path("targetGroupArn").asText(), notes).ifPresent(production -> {
                ObjectNode advanced = known.putObject("advancedConfiguration");
                advanced.put("alternateTargetGroupArn", production.alternate());
                advanced.put("productionListenerRule", production.rule());
            });
        }
    }

    /** Every field that has a value, under its name on the wire. */
    private static JsonNode tree(@Nullable Object value) {
        if (value instanceof SdkPojo object) {
            ObjectNode node = NODES.objectNode();
            for (SdkField<?> field : object.sdkFields()) {
                Object member = field.getValueOrDefault(object);
                boolean isThere = member != null
                        && !(member instanceof Collection<?> list && list.isEmpty())
                        && !(member instanceof Map<?, ?> map && map.isEmpty());
                if (isThere) {
                    node.set(field.locationName(), tree(member));
                }
            }
            return node;
        }
        if (value instanceof Collection<?> list) {
            ArrayNode node = NODES.arrayNode();
            list.forEach(element -> node.add(tree(element)));
            return node;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = NODES.objectNode();
            map.forEach((key, member) -> node.set(String.valueOf(key), tree(member)));
            return node;
        }
        if (value instanceof Document document) {
            return document(document);
        }
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        return value instanceof Boolean flag ? NODES.booleanNode(flag) : TextNode.valueOf(String.valueOf(value));
    }

    /** Its own conversion makes texts of numbers. */
    private static JsonNode document(Document document) {
        if (document.isMap()) {
            ObjectNode node = NODES.objectNode();
            document.asMap().forEach((key, member) -> node.set(key, document(member)));
            return node;
        }
        if (document.isList()) {
            ArrayNode node = NODES.arrayNode();
            document.asList().forEach(element -> node.add(document(element)));
            return node;
        }
        if (document.isNumber()) {
            return NODES.numberNode(document.asNumber().bigDecimalValue());
        }
        if (document.isBoolean()) {
            return NODES.booleanNode(document.asBoolean());
        }
        return document.isNull() ? NODES.nullNode() : NODES.textNode(document.asString());
    }
}
