package io.github.bluegreen4j.rollout;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Rollouts are made of the public API of the engine and of documents of the journal; what decides about them is pure. */
class RolloutArchitectureTest {
    private static final String ROOT = "io.github.bluegreen4j.";
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT + "rollout");

    @Test
    void itUsesTheModelThePortsTheEngineAndTheJsonOfSpecificationsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "rollout",
                        ROOT + "model",
                        ROOT + "spi",
                        ROOT + "engine",
                        ROOT + "journal.json",
                        "com.fasterxml.jackson..",
                        "java..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(OURS);
    }

    @Test
    void whatDecidesKnowsNoJournalNoEngineNoClockAndNoThread() {
        noClasses()
                .that(simpleName("RolloutMachine")
                        .or(simpleName("RolloutState"))
                        .or(simpleName("Standing"))
                        .or(simpleName("RolloutPlan")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "spi",
                        ROOT + "engine",
                        ROOT + "journal..",
                        "java.io..",
                        "java.util.concurrent..",
                        "org.slf4j..")
                .check(OURS);
    }

    @Test
    void nobodySleepsAndNobodyReadsTheClockOfTheMachine() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(OURS);
    }
}
