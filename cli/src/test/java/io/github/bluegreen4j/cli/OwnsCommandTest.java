package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnsCommandTest {
    private static final String RULE =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/web/1/2/3";

    @Test
    void whatIsOwnedIsListedWithoutAskingAnybody() {
        Cli owns = Cli.run("owns", "--service=prod/checkout", "--production-route=" + RULE, "--target-groups=a,b");

        assertThat(owns.exitCode()).as(owns.err()).isZero();
        assertThat(owns.out())
                .contains(RULE, "Terraform       aws_lb_listener_rule: action")
                .contains("prod/checkout\n  attribute       taskSets")
                .contains("scalable target of prod/checkout\n  attribute       suspendedState");
    }

    @Test
    void ofAPairBothServicesAreListed() {
        Cli owns = Cli.run(
                "owns",
                "--service=prod/checkout",
                "--twin=prod/checkout-twin",
                "--production-route=" + RULE,
                "--target-groups=a,b");

        assertThat(owns.out())
                .contains("prod/checkout\n  attribute       taskDefinition")
                .contains("prod/checkout-twin\n  attribute       desiredCount");
        Cli refused = Cli.run(
                "owns", "--service=prod/checkout", "--twin=prod", "--production-route=" + RULE, "--target-groups=a,b");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("--twin");
    }

    @Test
    void ofAServiceThatEcsDeploysTheConfigurationIsListed() {
        String[] owns = {"owns", "--service=prod/checkout", "--production-route=" + RULE, "--target-groups=a,b"};

        Cli listed = Cli.run(
                Stream.concat(Stream.of(owns), Stream.of("--runtime=native")).toArray(String[]::new));

        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out())
                .contains(RULE, "prod/checkout\n  attribute       deploymentConfiguration: strategy")
                .doesNotContain("taskSets", "suspendedState");
        for (String[] wrong : new String[][] {
            {"--runtime=pair", "--twin: is missing; allowed: the other service of the pair"},
            {"--runtime=pairs", "--runtime: \"pairs\" is not allowed; allowed: task-sets, pair, native"}
        }) {
            Cli refused =
                    Cli.run(Stream.concat(Stream.of(owns), Stream.of(wrong[0])).toArray(String[]::new));
            assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err()).contains(wrong[1]);
        }
        assertThat(Cli.run(Stream.concat(Stream.of(owns), Stream.of("--runtime=native", "--twin=prod/two"))
                                .toArray(String[]::new))
                        .err())
                .contains("--twin: \"prod/two\" is not allowed; allowed: nothing without --runtime pair");
    }

    @Test
    void asJsonEachAttributeIsALine() {
        Cli owns = Cli.run(
                "owns", "--service=prod/checkout", "--production-route=" + RULE, "--target-groups=a,b", "--json");

        assertThat(owns.json()).hasSize(3);
        assertThat(owns.json().get(0).get("cloudFormation").asText())
                .isEqualTo("AWS::ElasticLoadBalancingV2::ListenerRule: Actions");
    }

    @Test
    void aMissingServiceIsNamed() {
        Cli owns = Cli.run("owns", "--production-route=" + RULE, "--target-groups=a,b");

        assertThat(owns.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(owns.err()).contains("--service");
    }
}
