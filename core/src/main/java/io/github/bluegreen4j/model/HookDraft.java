package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A hook as it was specified, not checked yet, so that its faults can be reported together with all others. */
record HookDraft(
        HookSpec.Kind kind,
        String name,
        @Nullable String functionArn,
        Set<LifecycleStage> stages,
        Duration timeout,
        TimeoutAction onTimeout,
        HookDetails details,
        Optional<Approvals> approvals) {

    private static final int MAX_NAME = 128;
    private static final DurationRange CALLED = DurationRange.minutes(1, 1440);
    private static final DurationRange PAUSED = DurationRange.minutes(1, 20160);

    HookDraft(
            HookSpec.Kind kind,
            String name,
            @Nullable String functionArn,
            Set<LifecycleStage> stages,
            Duration timeout,
            TimeoutAction onTimeout,
            HookDetails details) {
        this(kind, name, functionArn, stages, timeout, onTimeout, details, Optional.empty());
    }

    /** Throws if something is wrong with a hook that is made on its own. */
    static void check(HookDraft draft) {
        SpecFaults faults = new SpecFaults();
        draft.check(faults, "hook");
        faults.throwIfAny();
    }

    static HookDraft of(HookSpec hook) {
        String arn = hook instanceof HookSpec.Lambda lambda ? lambda.functionArn() : null;
        return new HookDraft(
                hook.kind(),
                hook.name(),
                arn,
                hook.stages(),
                hook.timeout(),
                hook.onTimeout(),
                hook.details(),
                hook.approvals());
    }

    /** Reports everything that is wrong, under that name for the hook. */
    void check(SpecFaults faults, String field) {
        faults.text(field + ".name", name, MAX_NAME, "a name of 1 to " + MAX_NAME + " characters");
        if (kind == HookSpec.Kind.LAMBDA) {
            faults.text(field + ".functionArn", functionArn, "the ARN of a Lambda function");
        }
        checkStages(faults, field + ".stages");
        faults.duration(field + ".timeout", timeout, kind == HookSpec.Kind.PAUSE ? PAUSED : CALLED);
        faults.present(field + ".onTimeout", onTimeout);
        faults.present(field + ".details", details);
        if (faults.present(field + ".approvals", approvals) && approvals.isPresent()) {
            faults.require(
                    onTimeout != TimeoutAction.CONTINUE,
                    field + ".onTimeout",
                    onTimeout,
                    "ROLLBACK for a pause that needs approvals: silence is none");
        }
    }

    private void checkStages(SpecFaults faults, String field) {
        if (!faults.require(stages != null && !stages.isEmpty(), field, stages, "at least one stage")) {
            return;
        }
        for (LifecycleStage stage : stages) {
            if (stage == null || !admitted(stage)) {
                faults.require(false, field, stage, allowedStages());
            }
        }
    }

    private boolean admitted(LifecycleStage stage) {
        return kind == HookSpec.Kind.PAUSE ? stage.admitsPauses() : stage.admitsHooks();
    }

    private String allowedStages() {
        return Arrays.stream(LifecycleStage.values())
                .filter(this::admitted)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    /** The hook. Throws if something is wrong with it, so check first. */
    HookSpec make() {
        return switch (kind) {
            case NAMED -> new HookSpec.Named(name, stages, timeout, onTimeout, details);
            case LAMBDA ->
                new HookSpec.Lambda(name, Objects.requireNonNull(functionArn), stages, timeout, onTimeout, details);
            case PAUSE -> new HookSpec.Pause(name, stages, timeout, onTimeout, approvals);
        };
    }
}
