package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.RevisionChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Compares two task definitions, field by field, in ECS's own names. It knows no field but those that it leaves out, so it also compares
 * the fields of a newer ECS. Values of secrets, and of environment variables whose name sounds like one, are not shown.
 */
final class DefinitionChanges {
    /** What differs between any two revisions of a family. */
    private static final Set<String> LEFT_OUT = Set.of(
            "taskDefinitionArn",
            "family",
            "revision",
            "status",
            "requiresAttributes",
            "compatibilities",
            "registeredAt",
            "registeredBy",
            "deregisteredAt");

    private static final Pattern SECRET = Pattern.compile("(?i).*(pass|pwd|secret|token|credential|key|auth).*");
    private static final String HIDDEN = "(not shown)";
    private static final int LONGEST = 200;

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> shown = new TreeMap<>();

    private DefinitionChanges(TaskDefinition definition) {
        fields("", definition);
    }

    /**
     * {@return what differs, in the order of the names}
     *
     * @param before the task definition of the existing revision
     * @param after the task definition of the new one
     */
    static List<RevisionChange> between(TaskDefinition before, TaskDefinition after) {
        DefinitionChanges old = new DefinitionChanges(before);
        DefinitionChanges now = new DefinitionChanges(after);
        Set<String> names = new TreeSet<>(old.values.keySet());
        names.addAll(now.values.keySet());
        List<RevisionChange> changes = new ArrayList<>();
        for (String name : names) {
            if (!Optional.ofNullable(old.values.get(name)).equals(Optional.ofNullable(now.values.get(name)))) {
                changes.add(new RevisionChange(
                        name, Optional.ofNullable(old.shown.get(name)), Optional.ofNullable(now.shown.get(name))));
            }
        }
        return List.copyOf(changes);
    }

    private void fields(String path, SdkPojo pojo) {
        for (SdkField<?> field : pojo.sdkFields()) {
            String name = Character.toLowerCase(field.memberName().charAt(0))
                    + field.memberName().substring(1);
            if (path.isEmpty() && LEFT_OUT.contains(name)) {
                continue;
            }
            add(path.isEmpty() ? name : path + "." + name, field.getValueOrDefault(pojo));
        }
    }

    private void add(String path, Object value) {
        if (value instanceof SdkPojo pojo) {
            fields(path, pojo);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> add(path + "[" + key + "]", one));
        } else if (value instanceof List<?> list) {
            addAll(path, list);
        } else if (value != null) {
            put(path, value.toString());
        }
    }

    /** Things with a name are compared by their name, others by their place. */
    private void addAll(String path, List<?> list) {
        if (list.stream().noneMatch(SdkPojo.class::isInstance)) {
            if (!list.isEmpty()) {
                put(path, list.toString());
            }
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            SdkPojo pojo = (SdkPojo) list.get(i);
            Optional<String> name = text(pojo, "name");
            Optional<String> value = text(pojo, "value");
            String place = path + "[" + name.orElse(Integer.toString(i)) + "]";
            if (name.isPresent() && value.isPresent()) {
                put(place, value.get());
            } else {
                fields(place, pojo);
            }
        }
    }

    private static Optional<String> text(SdkPojo pojo, String name) {
        return pojo.sdkFields().stream()
                .filter(field -> field.memberName().equalsIgnoreCase(name))
                .flatMap(field -> Optional.ofNullable(field.getValueOrDefault(pojo)).stream())
                .map(Object::toString)
                .findFirst();
    }

    private void put(String path, String value) {
        boolean secret = path.contains("secrets[")
                || path.contains("secretOptions[")
                || (path.contains("environment[")
                        && SECRET.matcher(path.substring(path.indexOf("environment[")))
                                .matches());
        values.put(path, value);
        shown.put(path, secret ? HIDDEN : value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value);
    }
}
