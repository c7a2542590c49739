package io.github.bluegreen4j.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What Amazon ECS calls the parts of a launch, and the settings of a revision that they are: those of {@code TaskSetSettings}. A
 * setting that has no such word, or a value that ECS's word can't say, stands in {@code bluegreen4j.settings}.
 */
final class LaunchFields {
    static final String BLOCK = "bluegreen4j";
    static final String SETTINGS = "settings";

    private static final String CAPACITY_PROVIDERS = "capacityProviders";
    private static final String STRATEGY = "capacityProviderStrategy";
    private static final String TAG = "tag.";
    private static final Pattern PROVIDER = Pattern.compile("([^=,:]+)=(\\d{1,4}):(\\d{1,6})");

    /** One word of ECS for one setting. */
    private enum Word {
        CONTAINER_NAME("containerName", "loadBalancers/0/containerName"),
        CONTAINER_PORT("containerPort", "loadBalancers/0/containerPort"),
        LAUNCH_TYPE("launchType", "launchType"),
        PLATFORM_VERSION("platformVersion", "platformVersion"),
        SUBNETS("subnets", "networkConfiguration/awsvpcConfiguration/subnets"),
        SECURITY_GROUPS("securityGroups", "networkConfiguration/awsvpcConfiguration/securityGroups"),
        ASSIGN_PUBLIC_IP("assignPublicIp", "networkConfiguration/awsvpcConfiguration/assignPublicIp"),
        REGISTRY("serviceRegistry", "serviceRegistries/0/registryArn"),
        REGISTRY_CONTAINER_NAME("serviceRegistryContainerName", "serviceRegistries/0/containerName"),
        REGISTRY_CONTAINER_PORT("serviceRegistryContainerPort", "serviceRegistries/0/containerPort"),
        REGISTRY_PORT("serviceRegistryPort", "serviceRegistries/0/port");

        private final String setting;
        private final String path;

        Word(String setting, String path) {
            this.setting = setting;
            this.path = path;
        }

        private boolean isPort() {
            return setting.endsWith("Port");
        }

        private boolean isList() {
            return this == SUBNETS || this == SECURITY_GROUPS;
        }
    }

    private LaunchFields() {}

    /** The settings that a file says, in ECS's words or in the block. */
    static Map<String, String> settings(JsonNode file) {
        Map<String, String> settings = new TreeMap<>();
        for (Word word : Word.values()) {
            JsonNode value = file.at("/" + word.path);
            if (!value.isMissingNode()) {
                settings.put(word.setting, value.isArray() ? joined(value) : value.asText());
            }
        }
        if (file.has(STRATEGY)) {
            settings.put(
                    CAPACITY_PROVIDERS,
                    stream(file.path(STRATEGY)).map(LaunchFields::provider).collect(Collectors.joining(",")));
        }
        file.path("tags")
                .forEach(tag -> settings.put(
                        TAG + tag.path("key").asText(), tag.path("value").asText("")));
        file.path(BLOCK)
                .path(SETTINGS)
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
        return settings;
    }

    /** The settings that a file says in both ways. */
    static List<String> saidTwice(JsonNode file) {
        JsonNode block = file.path(BLOCK).path(SETTINGS);
        ObjectNode others = file.deepCopy();
        if (others.path(BLOCK) instanceof ObjectNode ours) {
            ours.remove(SETTINGS);
        }
        return settings(others).keySet().stream().filter(block::has).toList();
    }

    private static String joined(JsonNode list) {
        return stream(list).map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static String provider(JsonNode item) {
        return item.path("capacityProvider").asText() + "="
                + item.path("weight").asInt(0) + ":" + item.path("base").asInt(0);
    }

    /** Writes the settings into a file that has its load balancer already. */
    static void write(Map<String, String> settings, ObjectNode file, ObjectNode block) {
        Map<String, String> rest = new TreeMap<>(settings);
        for (Word word : Word.values()) {
            String value = rest.get(word.setting);
            // A registry has an ARN, or it is none.
            boolean isPossible =
                    !word.path.startsWith("serviceRegistries/") || settings.containsKey(Word.REGISTRY.setting);
            if (value != null && isPossible && say(word, value, file)) {
                rest.remove(word.setting);
            }
        }
        String providers = rest.get(CAPACITY_PROVIDERS);
        if (providers != null && sayProviders(providers, file)) {
            rest.remove(CAPACITY_PROVIDERS);
        }
        sayTags(rest, file);
        if (!rest.isEmpty()) {
            ObjectNode left = block.putObject(SETTINGS);
            rest.forEach(left::put);
        }
    }

    private static boolean say(Word word, String value, ObjectNode file) {
        JsonNode said;
        if (word.isPort()) {
            if (!value.matches("[1-9]\\d{0,4}") || Integer.parseInt(value) > 65_535) {
                return false;
            }
            said = SourceDocument.NODES.numberNode(Integer.parseInt(value));
        } else if (word.isList()) {
            List<String> elements = value.isEmpty() ? List.of() : Arrays.asList(value.split(",", -1));
            int most = word == Word.SUBNETS ? 16 : 5;
            if (elements.size() > most || (word == Word.SUBNETS && elements.isEmpty())) {
                return false;
            }
            ArrayNode list = SourceDocument.NODES.arrayNode();
            elements.forEach(list::add);
            said = list;
        } else if (word == Word.ASSIGN_PUBLIC_IP
                && !List.of("ENABLED", "DISABLED").contains(value)) {
            return false;
        } else {
            said = SourceDocument.NODES.textNode(value);
        }
        put(file, List.of(word.path.split("/", -1)), said);
        return true;
    }

    private static void put(ObjectNode file, List<String> path, JsonNode value) {
        ObjectNode at = file;
        for (int i = 0; i < path.size() - 1; i++) {
            boolean isList = path.get(i + 1).equals("0");
            if (isList) {
                ArrayNode list = at.withArray(path.get(i));
                at = list.isEmpty() ? list.addObject() : (ObjectNode) list.get(0);
                i++;
            } else {
                at = at.withObject("/" + path.get(i));
            }
        }
        at.set(path.get(path.size() - 1), value);
    }

    private static boolean sayProviders(String text, ObjectNode file) {
        ArrayNode list = SourceDocument.NODES.arrayNode();
        for (String one : text.split(",", -1)) {
            Matcher matcher = PROVIDER.matcher(one);
            if (!matcher.matches()) {
                return false;
            }
            ObjectNode item = list.addObject().put("capacityProvider", matcher.group(1));
            item.put("weight", Integer.parseInt(matcher.group(2)));
            item.put("base", Integer.parseInt(matcher.group(3)));
            boolean isInRange =
                    item.path("weight").asInt() <= 1000 && item.path("base").asInt() <= 100_000;
            if (!isInRange || !provider(item).equals(one)) {
                return false;
            }
        }
        if (list.size() > 20) {
            return false;
        }
        file.set(STRATEGY, list);
        return true;
    }

    private static void sayTags(Map<String, String> rest, ObjectNode file) {
        List<String> keys = new ArrayList<>(
                rest.keySet().stream().filter(key -> key.startsWith(TAG)).toList());
        if (keys.isEmpty() || keys.size() > 50) {
            return;
        }
        ArrayNode tags = file.putArray("tags");
        keys.forEach(
                key -> tags.addObject().put("key", key.substring(TAG.length())).put("value", rest.remove(key)));
    }
}
