package io.github.bluegreen4j.journal;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.bluegreen4j.engine.DeploymentDescription;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An adapter knows the model, the events and its ports, and nothing of the inside of workflow and engine. */
class JournalArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("io.github.bluegreen4j.journal");

    /** Only the description of a deployment, a report without behaviour, has its JSON form here. */
    @Test
    void nothingHereKnowsTheWorkflowOrTheEngine() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.github.bluegreen4j.workflow..", "io.github.bluegreen4j.engine..")
                        .and(not(nameMatching(Pattern.quote(DeploymentDescription.class.getName()) + "(\\$.*)?"))))
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
