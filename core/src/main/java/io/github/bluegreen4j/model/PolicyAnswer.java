package io.github.bluegreen4j.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a policy answers. Only {@link Kind#YES} lets green get more weight. A no is a wait and no error: the engine asks again, every 10 s
 * by default.
 *
 * @param kind yes, no or unknown
 * @param reason why; not blank unless it is yes
 * @param until when the policy expects to say yes; empty if it does not know. For people: the engine asks again before that, too
 */
public record PolicyAnswer(Kind kind, String reason, Optional<Instant> until) {
    private static final PolicyAnswer YES = new PolicyAnswer(Kind.YES, "", Optional.empty());

    /** The kinds of answers. */
    public enum Kind {
        /** Green may get more weight. */
        YES,
        /** Green may not get more weight now. */
        NO,
        /** The policy cannot tell. Green gets no more weight meanwhile. */
        UNKNOWN
    }

    /**
     * Checks the reason.
     *
     * @param kind yes, no or unknown
     * @param reason why
     * @param until when the policy expects to say yes
     * @throws InvalidSpecException if a value is missing, or the reason of a no is blank
     */
    public PolicyAnswer {
        Given.value("policyAnswer.kind", kind);
        reason = Given.foreignText("policyAnswer.reason", reason);
        SpecFaults.check(
                kind == Kind.YES || !reason.isBlank(),
                "policyAnswer.reason",
                reason,
                "why green may get no more weight");
        Given.value("policyAnswer.until", until);
    }

    /** {@return that green may get more weight} */
    public static PolicyAnswer yes() {
        return YES;
    }

    /**
     * {@return that green may not get more weight now}
     *
     * @param reason why; not blank
     */
    public static PolicyAnswer no(String reason) {
        return new PolicyAnswer(Kind.NO, reason, Optional.empty());
    }

    /**
     * {@return that green may not get more weight before that}
     *
     * @param reason why; not blank
     * @param until when the policy expects to say yes
     */
    public static PolicyAnswer no(String reason, Instant until) {
        return new PolicyAnswer(Kind.NO, reason, Optional.of(Given.value("policyAnswer.until", until)));
    }

    /**
     * {@return that the policy cannot tell}
     *
     * @param reason why; not blank
     */
    public static PolicyAnswer unknown(String reason) {
        return new PolicyAnswer(Kind.UNKNOWN, reason, Optional.empty());
    }

    /** {@return whether green may get more weight} */
    public boolean isYes() {
        return kind == Kind.YES;
    }

    /** {@code the weekend is frozen, until 2026-12-01T07:00:00Z}. */
    @Override
    public String toString() {
        return switch (kind) {
            case YES -> "yes";
            case NO -> reason + until.map(at -> ", until " + at).orElse("");
            case UNKNOWN -> "unknown: " + reason;
        };
    }
}
