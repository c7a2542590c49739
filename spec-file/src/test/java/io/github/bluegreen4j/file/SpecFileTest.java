package io.github.bluegreen4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.Waiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a file says, and what is said when it is wrong. */
class SpecFileTest {
    private static final String LEAST = """
            cluster: shop
            serviceName: checkout
            taskDefinition: checkout:42
            loadBalancers:
              - targetGroupArn: blue
                advancedConfiguration:
                  alternateTargetGroupArn: green
                  productionListenerRule: prod
            """;

    private static DeploymentSpec read(String text) {
        return SpecFile.parse("checkout.yaml", text, Map.of("VERSION", "42", "PERCENT", "7"), defaults -> {});
    }

    private static List<String> faults(String text) {
        InvalidSpecException refused = catchThrowableOfType(InvalidSpecException.class, () -> read(text));
        assertThat(refused).as("nothing was refused").isNotNull();
        return refused.faults().stream()
                .map(InvalidSpecException.Fault::toString)
                .toList();
    }

    @Test
    void aShortFileHasEveryDefault() {
        assertThat(read(LEAST))
                .isEqualTo(DeploymentSpec.blueGreen(new ServiceRef("shop", "checkout"))
                        .revision("checkout:42")
                        .productionRoute("prod")
                        .targetGroups("blue", "green")
                        .build());
    }

    @Test
    void aFileInTheWordsOfEcs() {
        DeploymentSpec spec = read("""
                {
                \t"cluster": "shop", "serviceName": "checkout", "taskDefinition": "checkout:${VERSION}",
                \t"deploymentConfiguration": {
                \t\t"strategy": "CANARY", "bakeTimeInMinutes": 5,
                \t\t"canaryConfiguration": {"canaryPercent": 2.5, "canaryBakeTimeInMinutes": 3},
                \t\t"alarms": {"alarmNames": ["5xx"], "enable": true, "rollback": true},
                \t\t"lifecycleHooks": [
                \t\t\t{"hookTargetArn": "arn:aws:lambda:eu-west-1:1:function:smoke", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"]},
                \t\t\t{"targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"],
                \t\t\t "timeoutConfiguration": {"timeoutInMinutes": 240, "action": "CONTINUE"}},
                \t\t\t{"targetType": "IN_PROCESS", "lifecycleStages": ["PRE_ROLLBACK"], "bluegreen4j": {"name": "tell"}}]},
                \t"loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 8080,
                \t\t"advancedConfiguration": {"alternateTargetGroupArn": "green", "productionListenerRule": "prod",
                \t\t\t"testListenerRule": "test"}}],
                \t"bluegreen4j": {"limits": {"drain": "5m"}}
                }
                """);

        assertThat(spec)
                .isEqualTo(DeploymentSpec.blueGreen(new ServiceRef("shop", "checkout"))
                        .revision("checkout:42", Map.of("containerName", "web", "containerPort", "8080"))
                        .productionRoute("prod")
                        .testRoute("test")
                        .targetGroups("blue", "green")
                        .canary(2.5, Duration.ofMinutes(3))
                        .bakeTime(Duration.ofMinutes(5))
                        .alarm("5xx")
                        .lambda(
                                LifecycleStage.POST_TEST_TRAFFIC_SHIFT,
                                "smoke",
                                "arn:aws:lambda:eu-west-1:1:function:smoke")
                        .pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), TimeoutAction.CONTINUE)
                        .hook(HookSpec.named("tell", LifecycleStage.PRE_ROLLBACK))
                        .limits(DeploymentLimits.DEFAULTS.withDrain(Duration.ofMinutes(5)))
                        .build());
    }

    @Test
    void aPauseSaysWhoseApprovalItNeeds() {
        DeploymentSpec read = SpecFile.parse("checkout.yaml", LEAST + """
                deploymentConfiguration:
                  lifecycleHooks:
                    - targetType: PAUSE
                      lifecycleStages: [PRE_PRODUCTION_TRAFFIC_SHIFT]
                      timeoutConfiguration: {timeoutInMinutes: 240}
                      bluegreen4j: {approvals: {needed: 2, approvers: [alice, bob, carol]}}
                """, Map.of(), spec -> {});

        assertThat(read.hooks())
                .containsExactly(HookSpec.pause(
                        "pause-PRE_PRODUCTION_TRAFFIC_SHIFT",
                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                        Duration.ofHours(4),
                        Approvals.of(2, "alice", "bob", "carol")));
    }

    @Test
    void approvalsThatCannotBeGivenAreFoundInTheFile() {
        String pause = LEAST + """
                deploymentConfiguration:
                  lifecycleHooks:
                    - targetType: PAUSE
                      lifecycleStages: [PRE_SCALE_UP]
                      timeoutConfiguration: {action: ROLLBACK}
                      bluegreen4j: {name: go, approvals: {needed: 2, approvers: [alice, bob]}}
                """;
        String hook = "deploymentConfiguration.lifecycleHooks[0]";

        assertThat(faults(pause.replace("needed: 2", "needed: 3")))
                .singleElement()
                .asString()
                .contains(hook + ".bluegreen4j.approvals.needed: \"3\" is not allowed; allowed: 1 to 2");
        assertThat(faults(pause.replace("ROLLBACK", "CONTINUE")))
                .singleElement()
                .asString()
                .contains(hook)
                .contains("onTimeout")
                .contains("silence is none");
        assertThat(faults(pause.replace("PAUSE", "IN_PROCESS")))
                .singleElement()
                .asString()
                .contains(hook + ".bluegreen4j.approvals")
                .contains("nothing with targetType IN_PROCESS");
    }

    @Test
    void waiversOfTheFileAreAddedToThoseOfWhoReadsIt() {
        assertThat(SpecFile.parse(
                                "checkout.yaml",
                                LEAST + "bluegreen4j: {waivers: [{check: headroom, by: alice}]}\n",
                                Map.of(),
                                spec -> spec.waive("scaling-policies", "bob"))
                        .waivers())
                .containsExactly(new Waiver("scaling-policies", "bob"), new Waiver("headroom", "alice"));
    }

    @Test
    void anUnknownFieldIsRefusedWithWhatWouldBeRight() {
        assertThat(faults(LEAST + "deploymentConfiguration:\n  bakeTimeMinutes: 5\n  strategie: CANARY\nlimits: {}\n"))
                .containsExactlyInAnyOrder(
                        "checkout.yaml:10: deploymentConfiguration.bakeTimeMinutes: \"bakeTimeMinutes\" is not a field of"
                                + " deploymentConfiguration; allowed: bakeTimeInMinutes?",
                        "checkout.yaml:11: deploymentConfiguration.strategie: \"strategie\" is not a field of"
                                + " deploymentConfiguration; allowed: strategy?",
                        "checkout.yaml:12: limits: \"limits\" is not a field of a specification; allowed: $schema, cluster,"
                                + " serviceName, taskDefinition, deploymentConfiguration, loadBalancers, launchType,"
                                + " capacityProviderStrategy, platformVersion, networkConfiguration, serviceRegistries, tags,"
                                + " bluegreen4j");
    }

    @Test
    void whatTheSchemaRefusesNamesLineFieldAndWhatIsAllowed() {
        assertThat(faults("""
                        cluster: shop
                        serviceName: 12
                        deploymentConfiguration:
                          strategy: ROLLING
                          bakeTimeInMinutes: 1441
                          canaryConfiguration:
                            canaryPercent: 0.25
                          lifecycleHooks:
                            - lifecycleStages: [BAKE_TIME]
                        loadBalancers:
                          - targetGroupArn: blue
                        bluegreen4j:
                          limits: {drain: 5 minutes}
                        """))
                .containsExactlyInAnyOrder(
                        "checkout.yaml:2: serviceName: \"12\" is not a text; allowed: the same in quotes",
                        "checkout.yaml:4: deploymentConfiguration.strategy: \"ROLLING\" is not allowed; allowed: BLUE_GREEN,"
                                + " LINEAR, CANARY",
                        "checkout.yaml:5: deploymentConfiguration.bakeTimeInMinutes: \"1441\" is not allowed; allowed: 1440 or"
                                + " less",
                        "checkout.yaml:7: deploymentConfiguration.canaryConfiguration.canaryPercent: \"0.25\" is not allowed;"
                                + " allowed: a multiple of 0.1",
                        "checkout.yaml:9: deploymentConfiguration.lifecycleHooks[0].lifecycleStages[0]: \"BAKE_TIME\" is not"
                                + " allowed; allowed: RECONCILE_SERVICE, PRE_SCALE_UP, POST_SCALE_UP, TEST_TRAFFIC_SHIFT,"
                                + " POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT,"
                                + " POST_PRODUCTION_TRAFFIC_SHIFT, PRE_ROLLBACK, POST_ROLLBACK",
                        "checkout.yaml:11: loadBalancers[0].advancedConfiguration: is missing; allowed: a value",
                        "checkout.yaml:13: bluegreen4j.limits.drain: \"5 minutes\" is not allowed; allowed: a duration like"
                                + " 30s, 10m, 4h or PT10M");
    }

    @Test
    void whatTheFieldsSayTogetherIsChecked() {
        assertThat(faults("""
                        cluster: shop
                        serviceName: checkout
                        deploymentConfiguration:
                          bakeTimeInMinutes: 5
                          linearConfiguration: {stepPercent: 10}
                          lifecycleHooks:
                            - lifecycleStages: [POST_SCALE_UP]
                            - targetType: IN_PROCESS
                              lifecycleStages: [POST_SCALE_UP]
                            - targetType: PAUSE
                              lifecycleStages: [POST_SCALE_UP]
                              hookTargetArn: f
                        loadBalancers:
                          - targetGroupArn: blue
                            advancedConfiguration: {alternateTargetGroupArn: green, productionListenerRule: prod}
                        bluegreen4j:
                          bakeTime: 90s
                        """))
                .containsExactlyInAnyOrder(
                        "checkout.yaml:1: taskDefinition: is missing; allowed: what to launch: family:revision or an ARN",
                        "checkout.yaml:5: deploymentConfiguration.linearConfiguration: \"{\"stepPercent\":10}\" is not allowed;"
                                + " allowed: nothing, unless strategy is LINEAR",
                        "checkout.yaml:7: deploymentConfiguration.lifecycleHooks[0].hookTargetArn: is missing; allowed: the ARN"
                                + " of a Lambda function",
                        "checkout.yaml:8: deploymentConfiguration.lifecycleHooks[1].bluegreen4j.name: is missing; allowed: the"
                                + " name of a registered hook",
                        "checkout.yaml:12: deploymentConfiguration.lifecycleHooks[2].hookTargetArn: \"f\" is not allowed;"
                                + " allowed: nothing with targetType PAUSE",
                        "checkout.yaml:17: bluegreen4j.bakeTime: \"90s\" is not allowed; allowed: nothing beside"
                                + " deploymentConfiguration.bakeTimeInMinutes");
    }

    @Test
    void whatTheModelRefusesIsFoundInTheFile() {
        assertThat(faults(LEAST.replace("GroupArn: green", "GroupArn: blue")))
                .containsExactly(
                        "checkout.yaml:7: loadBalancers[0].advancedConfiguration.alternateTargetGroupArn: \"blue\" is"
                                + " not allowed; allowed: another target group than the first");
        assertThat(faults(LEAST + """
                        deploymentConfiguration:
                          lifecycleHooks:
                            - targetType: PAUSE
                              lifecycleStages: [PRODUCTION_TRAFFIC_SHIFT]
                        """))
                .singleElement()
                .asString()
                .startsWith("checkout.yaml:12: deploymentConfiguration.lifecycleHooks[0].lifecycleStages:"
                        + " \"PRODUCTION_TRAFFIC_SHIFT\" is not allowed; allowed: RECONCILE_SERVICE,");
        assertThat(faults(LEAST + "bluegreen4j:\n  limits:\n    call: 31s\n"))
                .containsExactly(
                        "checkout.yaml:11: bluegreen4j.limits.call: \"PT31S\" is not allowed; allowed: 100 ms to 30"
                                + " seconds");
        assertThat(faults(LEAST + "bluegreen4j:\n  limits: {deployment: 10m}\n"))
                .containsExactly(
                        "checkout.yaml:1: deploymentConfiguration.bakeTimeInMinutes: \"PT15M with the bakes of the"
                                + " steps\" is not allowed; allowed: less than limits.deployment, PT10M, all bakes together");
    }

    @Test
    void whatTheFileDoesNotSayIsWhatTheDefaultsSay() {
        DeploymentSpec spec = SpecFile.parse(
                "checkout.yaml",
                LEAST + "bluegreen4j:\n  limits: {call: 7s}\n  health: {watch: 40}\n",
                Map.of(),
                defaults -> defaults.limits(DeploymentLimits.DEFAULTS.withDrain(Duration.ofSeconds(1)))
                        .health(HealthPolicy.DEFAULT.withUnhealthyFor(Duration.ofSeconds(2)))
                        .drift(DeploymentSpec.OnDrift.PAUSE));

        assertThat(spec.limits())
                .isEqualTo(DeploymentLimits.DEFAULTS
                        .withDrain(Duration.ofSeconds(1))
                        .withCall(Duration.ofSeconds(7)));
        assertThat(spec.health())
                .isEqualTo(HealthPolicy.DEFAULT
                        .withUnhealthyFor(Duration.ofSeconds(2))
                        .withWatch(Percent.of(40)));
        assertThat(spec.drift()).isEqualTo(DeploymentSpec.OnDrift.PAUSE);
    }

    @Test
    void variablesComeFromTheEnvironment() {
        String canary = """
                deploymentConfiguration:
                  strategy: CANARY
                  canaryConfiguration:
                    canaryPercent: ${PERCENT}
                """;
        assertThat(read(LEAST.replace("checkout:42", "checkout:${VERSION}") + canary))
                .isEqualTo(DeploymentSpec.blueGreen(new ServiceRef("shop", "checkout"))
                        .revision("checkout:42")
                        .productionRoute("prod")
                        .targetGroups("blue", "green")
                        .canary(7, Duration.ofMinutes(10))
                        .build());
        assertThat(faults(LEAST.replace("checkout:42", "checkout:${NONE}").replace(": prod", ": x ${VERSION:-1}")))
                .containsExactly(
                        "checkout.yaml:3: taskDefinition: \"${NONE}\" can't be replaced; allowed: an environment variable that"
                                + " is set; NONE is not",
                        "checkout.yaml:8: loadBalancers[0].advancedConfiguration.productionListenerRule: \"${VERSION:-1}\""
                                + " can't be replaced; allowed: ${NAME}, with letters, digits and _; or $${ for the text ${");
        assertThat(read(LEAST.replace("checkout:42", "checkout:$${VERSION}"))
                        .revision()
                        .definition())
                .isEqualTo("checkout:${VERSION}");
    }

    @Test
    void whatIsNoFileAtAllIsNamedWithItsLine() {
        assertThat(faults("cluster: shop\n  serviceName: x\n"))
                .singleElement()
                .asString()
                .startsWith("checkout.yaml:2: \"serviceName: x\" can't be parsed: ");
        assertThat(faults("cluster: a\ncluster: b\n"))
                .anySatisfy(fault -> assertThat(fault)
                        .isEqualTo("checkout.yaml:2: cluster: \"cluster\" is there twice; allowed: each field once"));
        assertThat(faults("")).containsExactly("checkout.yaml: \"0 documents\" are there; allowed: one");
        assertThat(faults("- a\n")).containsExactly("checkout.yaml:1: \"[\"a\"]\" is not an object");
        assertThatThrownBy(() -> SpecFile.read(Path.of("missing.yaml"), Map.of()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theSchemaIsOneAndIsInTheDocumentation() throws IOException {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(SpecFile.schema(), InputFormat.JSON)).isEmpty();
        assertThat(Files.readString(Path.of("..", "docs", "spec-file-1.json"))).isEqualTo(SpecFile.schema());
    }

    @Test
    void aHookMayRunAtEveryStageThatAdmitsHooks() {
        String hook = """
                deploymentConfiguration:
                  lifecycleHooks:
                    - targetType: IN_PROCESS
                      lifecycleStages: %s
                      bluegreen4j: {name: any}
                """;
        List<LifecycleStage> admitting = Stream.of(LifecycleStage.values())
                .filter(LifecycleStage::admitsHooks)
                .toList();

        assertThat(read(LEAST + hook.formatted(admitting)).hooks().get(0).stages())
                .containsExactlyElementsOf(admitting);
    }
}
