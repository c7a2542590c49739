package io.github.bluegreen4j.story;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a deployment, in English. Immutable and safe to share between threads.
 *
 * <p>The text and the facts are escaped: names and messages from outside cannot start another line, control a terminal
 * or change the order of text. Nothing is left out of a message from outside, for example of AWS.
 *
 * @param at when it happened, by the engine's clock
 * @param event the name of the event's type, for example {@code RouteShifted}
 * @param kind how much it matters
 * @param deployment the deployment; empty if its first event is unknown
 * @param service the service; empty if the deployment's first event is unknown
 * @param stage the stage at that moment; empty before the first
 * @param text one or more complete sentences in one line; never empty
 * @param facts the values that the text contains, by name, in the order of the text; a name may occur several times
 */
public record Sentence(
        Instant at,
        String event,
        Kind kind,
        Optional<DeploymentId> deployment,
        Optional<ServiceRef> service,
        Optional<LifecycleStage> stage,
        String text,
        List<Fact> facts) {

    /**
     * Checks that nothing is missing, and escapes the text.
     *
     * @param at when it happened, by the engine's clock
     * @param event the name of the event's type
     * @param kind how much it matters
     * @param deployment the deployment
     * @param service the service
     * @param stage the stage at that moment
     * @param text one or more complete sentences
     * @param facts the values that the text contains, by name
     */
    public Sentence {
        Given.value("at", at);
        Given.value("event", event);
        Given.value("kind", kind);
        Given.value("deployment", deployment);
        Given.value("service", service);
        Given.value("stage", stage);
        text = Given.visible(Given.value("text", text));
        facts = Given.list("facts", facts);
    }

    /** How much a sentence matters to somebody who follows a deployment. */
    public enum Kind {
        /** A step of the engine's own work. It explains how, not what. */
        DETAIL,
        /** Something that a report of the deployment contains. */
        MILESTONE,
        /**
         * Something outside does not answer, or an engine continues after an interruption. It usually concerns many
         * deployments at the same moment, so count it instead of repeating it for each.
         */
        DISTURBANCE,
        /** Somebody should read it: a refusal, a rollback, a failed hook, drift, something left over. */
        WARNING,
        /** Somebody has to act: production could not be restored, or the engine detected a defect of its own. */
        FAILURE
    }

    /**
     * A value in a sentence.
     *
     * @param name what it is, for example {@code route}
     * @param value the value as text, escaped like the sentence
     */
    public record Fact(String name, String value) {
        /**
         * Escapes the value.
         *
         * @param name what it is
         * @param value the value as text
         */
        public Fact {
            Given.value("name", name);
            value = Given.visible(Given.value("value", value));
        }
    }

    /**
     * {@return the values of the facts with this name; possibly empty}
     *
     * @param name the name
     */
    public List<String> facts(String name) {
        return facts.stream()
                .filter(fact -> fact.name().equals(name))
                .map(Fact::value)
                .toList();
    }
}
