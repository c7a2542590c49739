package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists of actions. They are validated when written, and described without their secrets. */
final class Actions {
    private static final Set<String> LAST = Set.of("forward", "redirect", "fixed-response");
    private static final Set<String> ALL = Set.of(
            "forward", "redirect", "fixed-response", "authenticate-oidc", "authenticate-cognito", "jwt-validation");
    private static final String OIDC = "AuthenticateOidcConfig";
    private static final int HIGHEST_ORDER = 50_000;

    private Actions() {}

    /** Returns the forward action of a request, if there is one. */
    static Optional<ForwardAction> forward(List<JsonNode> written) {
        return written.stream()
                .filter(action -> action.path("Type").asText().equals("forward"))
                .findFirst()
                .map(ForwardAction::of);
    }

    /**
     * Returns the list to store: validated, ordered, and without what the world stores of the forward action.
     *
     * @param before the previous list, whose secrets may be kept
     */
    static ArrayNode kept(List<JsonNode> written, ArrayNode before) {
        List<ObjectNode> actions = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            actions.add(kept((ObjectNode) written.get(i), i, before));
        }
        order(actions);
        long last = actions.stream()
                .filter(action -> LAST.contains(action.get("Type").asText()))
                .count();
        if (last != 1
                || !LAST.contains(actions.get(actions.size() - 1).get("Type").asText())) {
            throw ElbRefusals.action(
                    "The last action must be exactly one of the following types: 'forward', 'redirect', 'fixed-response'");
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        kept.addAll(actions);
        return kept;
    }

    private static void order(List<ObjectNode> actions) {
        if (actions.size() == 1) {
            actions.get(0).remove("Order");
            return;
        }
        for (ObjectNode action : actions) {
            int order = Inputs.number(action, "Order").orElse(0);
            if (order < 1 || order > HIGHEST_ORDER) {
                throw ElbRefusals.action(
                        "You must specify an order between 1 and " + HIGHEST_ORDER + " for each action");
            }
            action.put("Order", order);
        }
        actions.sort(Comparator.comparingInt(action -> action.get("Order").asInt()));
        long distinct = actions.stream()
                .map(action -> action.get("Order").asInt())
                .distinct()
                .count();
        if (distinct != actions.size()) {
            throw ElbRefusals.action("Action orders must be unique");
        }
    }

    private static ObjectNode kept(ObjectNode written, int index, ArrayNode before) {
        String type = Inputs.text(written, "Type").orElse("");
        if (!ALL.contains(type)) {
            throw ElbRefusals.invalid("1 validation error detected: Value '" + type + "' at 'actions." + (index + 1)
                    + ".member.type' failed to satisfy constraint: Member must satisfy enum value set: "
                    + ALL.stream().sorted().toList());
        }
        ObjectNode kept = written.deepCopy();
        if (type.equals("forward")) {
            kept.removeAll();
            kept.put("Type", type);
            Inputs.number(written, "Order").ifPresent(order -> kept.put("Order", order));
        } else if (type.equals("authenticate-oidc")) {
            kept.set(OIDC, oidc(written.path(OIDC), before));
        }
        return kept;
    }

    private static ObjectNode oidc(JsonNode written, ArrayNode before) {
        for (String field :
                List.of("Issuer", "AuthorizationEndpoint", "TokenEndpoint", "UserInfoEndpoint", "ClientId")) {
            if (Inputs.text(written, field).isEmpty()) {
                throw ElbRefusals.action("You must specify " + field + " for an authenticate-oidc action");
            }
        }
        ObjectNode kept = written.deepCopy();
        Optional<String> secret = Inputs.text(written, "ClientSecret");
        boolean existing = Inputs.flag(written, "UseExistingClientSecret");
        if (secret.isPresent() && existing) {
            throw ElbRefusals.action("You cannot both specify a client secret and set UseExistingClientSecret to true");
        }
        if (secret.isEmpty()) {
            String known = existing ? secret(written, before).orElse("") : "";
            if (known.isEmpty()) {
                throw ElbRefusals.action(
                        "You must either specify a client secret or set UseExistingClientSecret to true");
            }
            kept.put("ClientSecret", known);
        }
        kept.remove("UseExistingClientSecret");
        putIfAbsent(kept, "SessionCookieName", "AWSELBAuthSessionCookie");
        putIfAbsent(kept, "Scope", "openid");
        putIfAbsent(kept, "SessionTimeout", "604800");
        putIfAbsent(kept, "OnUnauthenticatedRequest", "authenticate");
        return sorted(kept);
    }

    private static void putIfAbsent(ObjectNode node, String field, String value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }

    /** Sorts the fields, so that the order in a request does not matter. */
    private static ObjectNode sorted(ObjectNode node) {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        node.properties().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(field -> sorted.set(field.getKey(), field.getValue()));
        return sorted;
    }

    /** Returns the stored secret of the same client and issuer. */
    private static Optional<String> secret(JsonNode written, ArrayNode before) {
        for (JsonNode action : before) {
            JsonNode known = action.path(OIDC);
            if (known.path("Issuer").equals(written.path("Issuer"))
                    && known.path("ClientId").equals(written.path("ClientId"))) {
                return Inputs.text(known, "ClientSecret");
            }
        }
        return Optional.empty();
    }

    /** Returns the list as it is described. */
    static ArrayNode described(ArrayNode kept, ForwardAction forward) {
        ArrayNode described = kept.deepCopy();
        for (JsonNode node : described) {
            ObjectNode action = (ObjectNode) node;
            if (action.get("Type").asText().equals("forward")) {
                forward.describeIn(action);
            } else if (action.get(OIDC) instanceof ObjectNode config) {
                config.remove("ClientSecret");
            }
        }
        return described;
    }
}
