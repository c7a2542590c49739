package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RouteRef;
import java.util.ArrayList;
import java.util.List;

/** What the inspection reads. The preflight reads the same. */
public final class InspectionCalls {
    private InspectionCalls() {}

    static List<Call> routes(DeploymentSpec spec) {
        List<Call> calls = new ArrayList<>();
        for (RouteRef route : spec.routes()) {
            calls.add(new Call.ReadRoute(route));
        }
        return calls;
    }

    /** Everything but the routes of others. */
    static List<Call> everything(DeploymentSpec spec) {
        List<Call> calls = routes(spec);
        calls.add(new Call.DescribeService(spec.service()));
        if (!spec.alarms().names().isEmpty()) {
            calls.add(new Call.ReadAlarms(spec.alarms().names()));
        }
        calls.add(new Call.ReadHealth(spec.service(), spec.targetGroups().first()));
        calls.add(new Call.ReadHealth(spec.service(), spec.targetGroups().second()));
        return calls;
    }

    /** What is read before a deployment starts, besides the checks. */
    public static List<Call> beforeStart(DeploymentSpec spec) {
        List<Call> calls = everything(spec);
        calls.add(new Call.ReadUsers(spec.targetGroups()));
        return calls;
    }
}
