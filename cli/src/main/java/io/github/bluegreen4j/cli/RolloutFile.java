package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.rollout.RolloutSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A rollout as a YAML or JSON file: its waves name the files of their deployments. */
final class RolloutFile {
    private static final Set<String> FIELDS = Set.of("concurrency", "mayFail", "rollback", "holdLimit", "waves");
    private static final Set<String> WAVE_FIELDS = Set.of("name", "soak", "mayFail", "conditions", "deployments");

    private final Path file;
    private final Map<String, String> environment;
    private final Consumer<DeploymentSpec.Builder> defaults;
    private final List<InvalidSpecException.Fault> faults = new ArrayList<>();

    private RolloutFile(Path file, Map<String, String> environment, Consumer<DeploymentSpec.Builder> defaults) {
        this.file = file;
        this.environment = environment;
        this.defaults = defaults;
    }

    /**
     * Reads a file.
     *
     * @param defaults sets what the files of the deployments do not say
     * @throws InvalidSpecException with every fault
     */
    static RolloutSpec read(Path file, Map<String, String> environment, Consumer<DeploymentSpec.Builder> defaults) {
        return new RolloutFile(file, environment, defaults).read();
    }

    private RolloutSpec read() {
        Map<String, Object> root = members("", load(), FIELDS);
        RolloutSpec.Builder spec = RolloutSpec.builder();
        number(root, "", "concurrency").ifPresent(spec::concurrency);
        number(root, "", "mayFail").ifPresent(spec::mayFail);
        duration(root, "", "holdLimit").ifPresent(spec::holdLimit);
        if (root.containsKey("rollback")) {
            String text = String.valueOf(root.get("rollback"));
            Texts.word(RolloutSpec.Rollback.class, text)
                    .ifPresentOrElse(
                            spec::rollback, () -> fault("rollback", text, Texts.words(RolloutSpec.Rollback.class)));
        }
        List<RolloutSpec.Wave> waves = new ArrayList<>();
        List<?> listed = list(root, "", "waves");
        for (int i = 0; i < listed.size(); i++) {
            String path = "waves[" + i + "]";
            wave(path, members(path, listed.get(i), WAVE_FIELDS), i).forEach(waves::add);
        }
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
        return spec.waves(waves).build();
    }

    private Object load() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw Failure.option("--file", file.toString(), "a file that can be read: " + unreadable);
        }
        try {
            Object loaded = new Load(LoadSettings.builder()
                            .setLabel(file.toString())
                            .setAllowDuplicateKeys(false)
                            .build())
                    .loadFromString(text);
            return loaded == null ? Map.of() : loaded;
        } catch (YamlEngineException wrong) {
            throw InvalidSpecException.refused(
                    file.toString(), String.valueOf(wrong.getMessage()), "YAML or JSON of a rollout");
        }
    }

    private List<RolloutSpec.Wave> wave(String path, Map<String, Object> members, int number) {
        List<DeploymentSpec> deployments = new ArrayList<>();
        for (Object pattern : list(members, path, "deployments")) {
            for (Path one : files(path + ".deployments", String.valueOf(pattern))) {
                try {
                    deployments.add(SpecFile.read(one, environment, defaults));
                } catch (IOException unreadable) {
                    fault(path + ".deployments", one.toString(), "a file that can be read: " + unreadable);
                } catch (InvalidSpecException wrong) {
                    faults.addAll(wrong.faults());
                }
            }
        }
        if (!faults.isEmpty()) {
            return List.of();
        }
        RolloutSpec.Wave wave =
                RolloutSpec.wave(String.valueOf(members.getOrDefault("name", "wave-" + (number + 1))), deployments);
        wave = wave.soak(duration(members, path, "soak").orElse(Duration.ZERO))
                .mayFail(number(members, path, "mayFail").orElse(0));
        if (members.containsKey("conditions")) {
            fault(
                    path + ".conditions",
                    String.valueOf(members.get("conditions")),
                    "nothing: conditions are code, and this command has none; use RolloutDriver in Java");
        }
        return List.of(wave);
    }

    /** A path beside this file; its last name may be a pattern: {@code services/*.yaml}. */
    private List<Path> files(String path, String pattern) {
        Path wanted = file.toAbsolutePath().resolveSibling(pattern).normalize();
        Path directory = wanted.getParent();
        Path name = wanted.getFileName();
        List<Path> found = new ArrayList<>();
        if (directory != null && name != null && Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, name.toString())) {
                files.forEach(found::add);
            } catch (IOException unreadable) {
                fault(path, pattern, "files that can be read: " + unreadable);
                return List.of();
            }
        }
        if (found.isEmpty()) {
            fault(path, pattern, "a file that exists, relative to " + file);
        }
        return found.stream().sorted().toList();
    }

    private Map<String, Object> members(String path, Object value, Set<String> allowed) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> map)) {
            fault(path.isEmpty() ? "rollout" : path, String.valueOf(value), "an object with " + sorted(allowed));
            return members;
        }
        map.forEach((key, member) -> {
            String name = String.valueOf(key);
            if (!allowed.contains(name)) {
                fault(within(path, name), String.valueOf(member), "nothing: known are " + sorted(allowed));
            } else if (member != null) {
                members.put(name, member);
            }
        });
        return members;
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    private List<?> list(Map<String, Object> members, String path, String name) {
        Object value = members.get(name);
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        fault(within(path, name), value == null ? "(missing)" : value.toString(), "a list of one or more");
        return List.of();
    }

    private Optional<Integer> number(Map<String, Object> members, String path, String name) {
        Object value = members.get(name);
        if (value == null || value instanceof Integer) {
            return Optional.ofNullable((Integer) value);
        }
        fault(within(path, name), value.toString(), "a whole number");
        return Optional.empty();
    }

    private Optional<Duration> duration(Map<String, Object> members, String path, String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Duration> read = Texts.duration(value.toString());
        if (read.isEmpty()) {
            fault(within(path, name), value.toString(), Texts.DURATION);
        }
        return read;
    }

    private static String within(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void fault(String field, String value, String allowed) {
        faults.add(new InvalidSpecException.Fault(file + ": " + field, value, allowed));
    }
}
