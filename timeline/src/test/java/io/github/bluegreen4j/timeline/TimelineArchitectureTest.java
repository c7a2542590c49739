package io.github.bluegreen4j.timeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Rendering is pure: it knows the story and the model, and does no input and output. */
class TimelineArchitectureTest {
    @Test
    void renderingDependsOnTheStoryAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.bluegreen4j.timeline..",
                        "io.github.bluegreen4j.story..",
                        "io.github.bluegreen4j.model..",
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify..")
                .check(new ClassFileImporter()
                        .withImportOption(location -> !location.contains("/test-classes/"))
                        .importPackages("io.github.bluegreen4j.timeline"));
    }
}
