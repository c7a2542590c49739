package io.github.bluegreen4j.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The services of a CloudFormation template, in the words of {@code CreateService}. Of the functions it evaluates those that need
 * nothing but the template: a parameter's default, {@code Fn::Sub} and {@code Fn::Join}. What only a stack knows becomes a variable.
 */
final class CloudFormationTemplate {
    private static final String SERVICE = "AWS::ECS::Service";
    private static final Pattern IN_SUB = Pattern.compile("\\$\\{(!?)([^}]+)\\}");

    private final SourceDocument document;
    private final JsonNode template;

    CloudFormationTemplate(SourceDocument document) {
        this.document = document;
        this.template = document.root();
    }

    /** Whether it is one. */
    static boolean is(JsonNode root) {
        return root.path("Resources").isObject();
    }

    /**
     * The service that is meant.
     *
     * @param resource its logical id; null for the only one
     * @throws InvalidSpecException if there is none, or are several
     */
    String service(@Nullable String resource) {
        List<String> services = template.path("Resources").properties().stream()
                .filter(one -> one.getValue().path("Type").asText().equals(SERVICE))
                .map(Map.Entry::getKey)
                .toList();
        if (resource != null && !services.contains(resource)) {
            throw refused(
                    resource, services.isEmpty() ? "a template with a resource of type " + SERVICE : one(services));
        }
        if (resource == null && services.size() != 1) {
            throw refused(
                    services.size() + " services",
                    services.isEmpty()
                            ? "a template with a resource of type " + SERVICE
                            : "--resource with " + one(services));
        }
        return resource == null ? services.get(0) : resource;
    }

    private static String one(List<String> services) {
        return "one of " + String.join(", ", services);
    }

    private InvalidSpecException refused(String value, String allowed) {
        return new InvalidSpecException(List.of(document.fault("Resources", value, "can't be imported", allowed)));
    }

    /** Where in the template a field of the service is. */
    static String path(String logicalId, String field) {
        Matcher names = Pattern.compile("(^|\\.)([a-z])").matcher(field);
        return "Resources." + logicalId + ".Properties."
                + names.replaceAll(name -> name.group(1) + name.group(2).toUpperCase(Locale.ROOT));
    }

    /** Its properties. */
    ObjectNode properties(String logicalId, ImportNotes notes) {
        String path = "Resources." + logicalId + ".Properties";
        JsonNode given = template.path("Resources").path(logicalId).path("Properties");
        return (ObjectNode) lowered(new Evaluation(notes, logicalId).value(path, given), false);
    }

    /** The names of CloudFormation begin with a capital letter; those in a document of the user's are left alone. */
    private static JsonNode lowered(JsonNode node, boolean isUsers) {
        if (node.isArray()) {
            ArrayNode array = SourceDocument.NODES.arrayNode();
            node.forEach(element -> array.add(lowered(element, isUsers)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = SourceDocument.NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = member.getKey();
            String low = isUsers || name.isEmpty()
                    ? name
                    : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
            object.set(low, lowered(member.getValue(), isUsers || low.equals("hookDetails")));
        }
        return object;
    }

    /** Evaluates the functions of one resource. */
    private final class Evaluation {
        private final ImportNotes notes;
        private final String logicalId;

        Evaluation(ImportNotes notes, String logicalId) {
            this.notes = notes;
            this.logicalId = logicalId;
        }

        JsonNode value(String path, JsonNode node) {
            if (node.isArray()) {
                ArrayNode array = SourceDocument.NODES.arrayNode();
                for (JsonNode element : node) {
                    JsonNode value = value(SourceDocument.element(path, array.size()), element);
                    if (!isNoValue(value)) {
                        array.add(value);
                    }
                }
                return array;
            }
            if (!node.isObject()) {
                return node;
            }
            Map.Entry<String, JsonNode> only =
                    node.size() == 1 ? node.properties().iterator().next() : Map.entry("", node);
            if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                return function(path, only.getKey(), only.getValue());
            }
            ObjectNode object = SourceDocument.NODES.objectNode();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                JsonNode value = value(SourceDocument.member(path, member.getKey()), member.getValue());
                if (!isNoValue(value)) {
                    object.set(member.getKey(), value);
                }
            }
            return object;
        }

        private static boolean isNoValue(JsonNode value) {
            return value.isMissingNode();
        }

        private JsonNode function(String path, String name, JsonNode argument) {
            return switch (name) {
                case "Ref" -> reference(path, argument.asText());
                case "Fn::GetAtt" ->
                    variable(path, argument.isArray() ? joined(argument, "_") : argument.asText(), "Fn::GetAtt");
                case "Fn::Sub" -> TextNode.valueOf(substituted(path, argument));
                case "Fn::Join" -> join(path, argument);
                case "Fn::ImportValue" -> variable(path, SchemaCheck.shown(value(path, argument)), name);
                default -> variable(path, logicalId + path.replaceFirst(".*\\.", "_"), name);
            };
        }

        private JsonNode reference(String path, String to) {
            if (to.equals("AWS::NoValue")) {
                return MissingNode.getInstance();
            }
            JsonNode usual = template.path("Parameters").path(to).path("Default");
            if (!usual.isMissingNode() && !isReference(to)) {
                notes.addAt(path, "the parameter " + to + " has its default, " + SchemaCheck.shown(usual));
                return listed(to, usual);
            }
            JsonNode resource = template.path("Resources").path(to);
            JsonNode named = resource.path("Properties").path("ClusterName");
            if (resource.path("Type").asText().equals("AWS::ECS::Cluster") && named.isTextual()) {
                return named;
            }
            return variable(path, to, "Ref");
        }

        /** Its default is the name of a parameter in a store, not a value. */
        private boolean isReference(String parameter) {
            return template.path("Parameters")
                    .path(parameter)
                    .path("Type")
                    .asText()
                    .startsWith("AWS::SSM::");
        }

        private JsonNode listed(String parameter, JsonNode usual) {
            String type =
                    template.path("Parameters").path(parameter).path("Type").asText();
            if (!type.startsWith("List<") && !type.equals("CommaDelimitedList")) {
                return usual;
            }
            ArrayNode list = SourceDocument.NODES.arrayNode();
            for (String element : usual.asText().split(",", -1)) {
                list.add(element.strip());
            }
            return list;
        }

        private JsonNode variable(String path, String name, String function) {
            String variable = ImportNotes.variable(name);
            notes.needs(path, function + " is not evaluated here", variable, ", or write the value into the file");
            return TextNode.valueOf(variable);
        }

        private String substituted(String path, JsonNode argument) {
            String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
            JsonNode own = argument.path(1);
            return IN_SUB.matcher(text).replaceAll(use -> {
                String name = use.group(2).strip();
                if (!use.group(1).isEmpty()) {
                    return Matcher.quoteReplacement("${" + name + "}");
                }
                JsonNode value = own.has(name)
                        ? value(path, own.get(name))
                        : name.contains(".") ? variable(path, name, "Fn::GetAtt") : reference(path, name);
                return Matcher.quoteReplacement(value.asText());
            });
        }

        private JsonNode join(String path, JsonNode argument) {
            JsonNode parts = value(path, argument.path(1));
            if (!parts.isArray()) {
                return variable(path, logicalId + path.replaceFirst(".*\\.", "_"), "Fn::Join");
            }
            return TextNode.valueOf(joined(parts, argument.path(0).asText()));
        }

        private static String joined(JsonNode list, String delimiter) {
            List<String> texts = new ArrayList<>();
            list.forEach(element -> texts.add(element.asText()));
            return texts.stream().collect(Collectors.joining(delimiter));
        }
    }
}
