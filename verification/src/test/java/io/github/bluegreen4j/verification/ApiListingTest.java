package io.github.bluegreen4j.verification;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.console.Console;
import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.micrometer.DeploymentMetrics;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.notify.CdEvents;
import io.github.bluegreen4j.opentelemetry.DeploymentTraces;
import io.github.bluegreen4j.prometheus.PrometheusMetrics;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spring.BlueGreenProperties;
import io.github.bluegreen4j.spring.test.BlueGreenTest;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.timeline.TimelineRenderer;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The public API of each published module is what {@code api/MODULE.txt} lists, so a change of the API is seen in a review. To accept
 * a change, run this test with {@code -Dapi.update=true} and commit the files.
 */
class ApiListingTest {
    private static final boolean UPDATE = Boolean.getBoolean("api.update");
    private static final Set<String> EVERYBODY_HAS = Set.of("equals", "hashCode", "toString");

    /** The published modules, each with one of its types. */
    enum Published {
        CORE("core", DeploymentSpec.class),
        JOURNAL("journal", JdbcJournal.class),
        TIMELINE("timeline", TimelineRenderer.class),
        CONSOLE("console", Console.class),
        SPEC_FILE("spec-file", SpecFile.class),
        MICROMETER("telemetry/micrometer", DeploymentMetrics.class),
        OPENTELEMETRY("telemetry/opentelemetry", DeploymentTraces.class),
        NOTIFY("telemetry/notify", CdEvents.class),
        PROMETHEUS("prometheus", PrometheusMetrics.class),
        ROLLOUT("rollout", Rollouts.class),
        TESTKIT("testkit", VirtualTime.class),
        AWS_ADAPTER("aws-adapter", SdkClients.class),
        AWS_TESTKIT("aws-testkit", FakeAws.class),
        SPRING_BOOT_AUTOCONFIGURE("spring-boot-autoconfigure", BlueGreenProperties.class),
        SPRING_BOOT_TEST("spring-boot-test", BlueGreenTest.class);

        private final String directory;
        private final Class<?> type;

        Published(String directory, Class<?> type) {
            this.directory = directory;
            this.type = type;
        }

        private Path classes() throws URISyntaxException {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
    }

    @Test
    void everyPublishedModuleIsListed() {
        assertThat(Stream.of(Published.values()).map(module -> module.directory))
                .containsExactlyInAnyOrderElementsOf(ProjectFiles.publishedModules().stream()
                        .filter(ApiListingTest::hasSources)
                        .toList());
    }

    /** A starter has dependencies only. */
    private static boolean hasSources(String module) {
        return Files.isDirectory(ProjectFiles.root().resolve(module).resolve("src/main/java"));
    }

    @ParameterizedTest
    @EnumSource
    void theApiIsTheOneListed(Published module) throws Exception {
        Path file = ProjectFiles.root().resolve("api").resolve(module.directory + ".txt");
        String api = listing(module);

        if (UPDATE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, api);
        }
        assertThat(file)
                .as(
                        "to accept a change: mvn -o -Pquick test -pl verification -am -Dtest=ApiListingTest -Dapi.update=true")
                .hasContent(api);
    }

    private static String listing(Published module) throws IOException, URISyntaxException {
        Path classes = module.classes();
        ModuleDescriptor descriptor = ModuleFinder.of(classes).findAll().stream()
                .findFirst()
                .map(reference -> reference.descriptor())
                .orElse(null);
        List<String> names;
        if (Files.isDirectory(classes)) {
            names = classNames(classes);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(classes)) {
                names = classNames(jar.getPath("/"));
            }
        }
        return names.stream()
                .filter(name -> isExported(descriptor, name))
                .map(ApiListingTest::load)
                .filter(ApiListingTest::isVisible)
                .map(ApiListingTest::listing)
                .collect(joining("\n"));
    }

    private static List<String> classNames(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class") && file.startsWith("io"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .sorted()
                    .toList();
        }
    }

    /** Without a descriptor of its own a module exports everything. */
    private static boolean isExported(ModuleDescriptor descriptor, String className) {
        if (descriptor == null || descriptor.isAutomatic()) {
            return true;
        }
        Set<String> exported = descriptor.exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        return exported.contains(className.substring(0, className.lastIndexOf('.')));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiListingTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
            return false;
        }
        Class<?> outer = type.getDeclaringClass();
        return isVisible(type.getModifiers()) && (outer == null || isVisible(outer));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String listing(Class<?> type) {
        String members = Stream.of(type.getDeclaredConstructors(), type.getDeclaredFields(), type.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .map(Member.class::cast)
                .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
                .filter(member -> !EVERYBODY_HAS.contains(member.getName()))
                .map(member -> "  " + signature(member) + "\n")
                .sorted(naturalOrder())
                .collect(joining());
        return header(type) + "\n" + members;
    }

    private static String header(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
        String permitted = type.isSealed() ? types(" permits ", type.getPermittedSubclasses()) : "";
        String parent = type.getGenericSuperclass() == null || type.isEnum() || type.isRecord()
                ? ""
                : types(" extends ", type.getGenericSuperclass());
        String interfaces = types(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces());
        int kindsOwn = Modifier.INTERFACE | (type.isInterface() ? Modifier.ABSTRACT : 0);
        return "%s %s %s%s%s%s%s"
                .formatted(
                        Modifier.toString(type.getModifiers() & ~kindsOwn),
                        kind,
                        type.getTypeName(),
                        parameters(type),
                        parent.equals(" extends java.lang.Object") ? "" : parent,
                        interfaces,
                        permitted);
    }

    private static String parameters(Class<?> type) {
        return type.getTypeParameters().length == 0
                ? ""
                : Stream.of(type.getTypeParameters())
                        .map(parameter -> parameter.getName() + types(" extends ", parameter.getBounds()))
                        .collect(joining(", ", "<", ">"));
    }

    private static String types(String word, Type... types) {
        return types.length == 0 ? "" : Stream.of(types).map(Type::getTypeName).collect(joining(", ", word, ""));
    }

    /** As in the source, without the name of the type it belongs to. */
    private static String signature(Member member) {
        String owner = member.getDeclaringClass().getTypeName();
        String whole =
                member instanceof Field field ? field.toGenericString() : ((Executable) member).toGenericString();
        if (member instanceof Constructor<?>) {
            return whole;
        }
        String prefix = " " + owner + ".";
        String name = member instanceof Method ? member.getName() + "(" : member.getName();
        return whole.replace(prefix + name, " " + name);
    }
}
