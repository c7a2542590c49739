package io.github.bluegreen4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of core, and what its code may never do. */
class ArchitectureTest {
    private static final String ROOT = "io.github.bluegreen4j";
    private static final int MOST_PUBLIC_TYPES = 78;

    /** The one place that may read the clocks of the machine. */
    private static final String SYSTEM_CLOCK = "io\\.github\\.bluegreen4j\\.spi\\.(System)?TimeSource(\\$.*)?";

    /** Also where the build writes to another folder than {@code target/classes}. */
    private static final ImportOption MAIN_CLASSES = location -> !location.contains("/test-classes/");

    private static final JavaClasses CORE =
            new ClassFileImporter().withImportOption(MAIN_CLASSES).importPackages(ROOT);

    @Test
    void thePackagesKnowEachOtherInOneDirectionOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .withOptionalLayers(true)
                .layer("model")
                .definedBy(ROOT + ".model..")
                .layer("event")
                .definedBy(ROOT + ".event..")
                .layer("report")
                .definedBy(ROOT + ".report..")
                .layer("workflow")
                .definedBy(ROOT + ".workflow..")
                .layer("spi")
                .definedBy(ROOT + ".spi..")
                .layer("story")
                .definedBy(ROOT + ".story..")
                .layer("engine")
                .definedBy(ROOT + ".engine..")
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .whereLayer("event")
                .mayOnlyAccessLayers("model")
                .whereLayer("report")
                .mayOnlyAccessLayers("model", "event")
                .whereLayer("workflow")
                .mayOnlyAccessLayers("model", "event", "report")
                .whereLayer("spi")
                .mayOnlyAccessLayers("model", "event")
                .whereLayer("story")
                .mayOnlyAccessLayers("model", "event", "report")
                .whereLayer("engine")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitectureIgnoring(ROOT)
                .check(CORE);
    }

    @Test
    void theRoomsOfTheWorkflowKnowEachOtherInOneDirectionOnly() {
        String workflow = ROOT + ".workflow";
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(workflow + "..")
                .layer("state")
                .definedBy(workflow + ".state")
                .layer("rules")
                .definedBy(workflow + ".rules")
                .layer("script")
                .definedBy(workflow + ".script")
                .layer("agenda")
                .definedBy(workflow + ".agenda")
                .layer("evolve")
                .definedBy(workflow + ".evolve")
                .layer("decide")
                .definedBy(workflow + ".decide")
                .layer("workflow")
                .definedBy(workflow)
                .layer("explain")
                .definedBy(workflow + ".explain")
                .layer("plan")
                .definedBy(workflow + ".plan")
                .whereLayer("state")
                .mayNotAccessAnyLayer()
                .whereLayer("rules")
                .mayOnlyAccessLayers("state")
                .whereLayer("script")
                .mayOnlyAccessLayers("state", "rules")
                .whereLayer("agenda")
                .mayOnlyAccessLayers("state", "rules", "script")
                .whereLayer("evolve")
                .mayOnlyAccessLayers("state", "agenda")
                .whereLayer("decide")
                .mayOnlyAccessLayers("state", "rules", "script", "agenda", "evolve")
                .whereLayer("workflow")
                .mayOnlyBeAccessedByLayers("explain", "plan")
                .whereLayer("explain")
                .mayOnlyBeAccessedByLayers("plan")
                .whereLayer("plan")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(new ClassFileImporter().withImportOption(MAIN_CLASSES).importPackages(workflow));
    }

    @Test
    void theRoomsOfTheEngineKnowEachOtherInOneDirectionOnly() {
        String engine = ROOT + ".engine";
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(engine + "..")
                .layer("engine")
                .definedBy(engine)
                .layer("registry")
                .definedBy(engine + ".registry")
                .layer("work")
                .definedBy(engine + ".work")
                .layer("loop")
                .definedBy(engine + ".loop")
                .layer("memory")
                .definedBy(engine + ".memory")
                .whereLayer("engine")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("registry")
                .mayOnlyAccessLayers("work", "loop")
                .whereLayer("work")
                .mayOnlyAccessLayers("loop")
                .whereLayer("loop")
                .mayNotAccessAnyLayer()
                .whereLayer("memory")
                .mayNotAccessAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(new ClassFileImporter().withImportOption(MAIN_CLASSES).importPackages(engine));
    }

    @Test
    void coreNeedsNothingButTheJdkAndTheLoggerAndTheNullnessAnnotations() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "..", "java..", "org.slf4j..", "org.jspecify..")
                .check(CORE);
    }

    @Test
    void thePurePackagesNeitherLogNorDoInputAndOutputNorShareAnythingBetweenThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".model..",
                        ROOT + ".event..",
                        ROOT + ".report..",
                        ROOT + ".workflow..",
                        ROOT + ".story..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..", "java.net..", "java.nio.file..", "java.util.concurrent..", "org.slf4j..")
                        .and(not(equivalentTo(java.io.Serializable.class))))
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .accessTargetWhere(call(Thread.class, "sleep"))
                .orShould()
                .accessTargetWhere(call(java.util.concurrent.TimeUnit.class, "sleep"))
                .check(CORE);
    }

    @Test
    void nobodyReadsTheClockOfTheMachineExceptTheSystemTimeSource() {
        noClasses()
                .that(not(nameMatching(SYSTEM_CLOCK)))
                .should()
                .accessTargetWhere(call(System.class, "currentTimeMillis"))
                .orShould()
                .accessTargetWhere(call(System.class, "nanoTime"))
                .orShould()
                .accessTargetWhere(
                        targetOwner(resideInAPackage("java.time..")).and(target(nameMatching("now|system.*|tick.*"))))
                .orShould()
                .callConstructor(java.util.Date.class)
                .check(CORE);
    }

    @Test
    void nobodyThrowsDice() {
        noClasses()
                .should()
                .dependOnClassesThat(are(describe("a generator of random numbers", ArchitectureTest::isRandom)))
                .orShould()
                .accessTargetWhere(call(Math.class, "random"))
                .check(CORE);
    }

    /** The engine may name itself, a deployment and a command; what is decided may not depend on such a name. */
    @Test
    void nobodyButTheEngineMakesRandomNames() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..engine..")
                .should()
                .accessTargetWhere(call(java.util.UUID.class, "randomUUID"))
                .check(CORE);
    }

    @Test
    void noStateIsStatic() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(resideInAPackage("java.util.concurrent.."))
                .andShould()
                .notHaveRawType(assignableTo(ThreadLocal.class))
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> notMarked = CORE.stream()
                .filter(type -> !type.getSimpleName().equals("module-info"))
                .map(JavaClass::getPackage)
                .filter(inPackage -> !inPackage.isAnnotatedWith(NullMarked.class))
                .map(inPackage -> inPackage.getName())
                .collect(Collectors.toSet());

        assertThat(notMarked).as("packages without @NullMarked").isEmpty();
    }

    @Test
    void whatUsersSeeStaysSmall() throws URISyntaxException {
        Path classes = Path.of(DeploymentSpec.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<String> exported =
                ModuleFinder.of(classes)
                        .find("io.github.bluegreen4j.core")
                        .orElseThrow()
                        .descriptor()
                        .exports()
                        .stream()
                        .filter(export -> !export.isQualified())
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet());

        Set<String> publicTypes = CORE.stream()
                .filter(type -> exported.contains(type.getPackageName()))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

        assertThat(publicTypes).as("public types of core").isNotEmpty().hasSizeLessThanOrEqualTo(MOST_PUBLIC_TYPES);
    }

    private static boolean isRandom(JavaClass type) {
        return type.isAssignableTo(java.util.random.RandomGenerator.class)
                || type.getPackageName().equals("java.util.random");
    }

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String method) {
        return targetOwner(assignableTo(owner))
                .and(target(name(method)))
                .as("target is %s.%s", owner.getSimpleName(), method);
    }
}
