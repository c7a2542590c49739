package io.github.bluegreen4j.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said of a call goes to logs and reasons. */
class CallTextTest {
    @Test
    void whatAHookIsToldIsNotSaid() {
        HookExecution execution =
                new HookExecution(HookExecution.Direction.FORWARD, LifecycleStage.POST_SCALE_UP, 0, "smoke-test");
        Call call = new Call.InvokeHook(new HookInvocation(
                new DeploymentId("d-1"),
                new ServiceRef("prod", "shop"),
                execution,
                HookSpec.named("smoke-test", LifecycleStage.POST_SCALE_UP),
                "green",
                new TreeMap<>(),
                new TreeMap<>(),
                new HookDetails(Map.of("token", "nobody may see this")),
                ""));

        assertThat(call.toString())
                .contains("smoke-test at POST_SCALE_UP", "d-1")
                .doesNotContain("nobody may see this");
    }
}
