package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.report.PreflightReport;
import io.github.bluegreen4j.workflow.rules.Inspection;
import io.github.bluegreen4j.workflow.rules.PreflightRules;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.InspectionCalls;
import io.github.bluegreen4j.workflow.script.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes a preflight: reads once what the inspection of the deployment would read, and applies the same rules. */
public final class Preflighter {
    private Preflighter() {}

    /**
     * {@return the report}
     *
     * @param spec what would be ordered
     * @param engine what the engine found without reading anything
     * @param checks what the checks of ports and users found
     * @param live answers calls that read, from the real world
     * @param changes what the new revision changes against an existing one
     */
    public static PreflightReport of(
            DeploymentSpec spec,
            List<Finding> engine,
            List<Finding> checks,
            Function<Call, Answer.Result> live,
            Function<RevisionRef, List<RevisionChange>> changes) {
        Readings readings = Readings.NONE.withFindings(checks);
        for (Call call : InspectionCalls.beforeStart(spec)) {
            readings = added(call, live.apply(call), readings);
        }
        return new PreflightReport(
                spec.service(),
                spec.isRecovery()
                        ? Optional.empty()
                        : Optional.of(spec.revision().definition()),
                blue(spec, readings).map(changes).orElse(List.of()),
                PreflightRules.all(spec, readings, engine));
    }

    /** The revision that green would replace, if that is known. */
    private static Optional<RevisionRef> blue(DeploymentSpec spec, Readings readings) {
        return spec.isRecovery() || readings.service().isEmpty()
                ? Optional.empty()
                : Inspection.of(spec, readings).roles().flatMap(Roles::blue);
    }

    private static Readings added(Call call, Answer.Result result, Readings readings) {
        return result.accept(new Answer.Handler<>() {
            @Override
            public Readings response(Response response) {
                return response.addedTo(readings);
            }

            @Override
            public Readings problem(Problem problem) {
                return readings.with(call.subject().orElseThrow(), problem);
            }
        });
    }
}
