package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * W7: a thousand deployments at once on one AWS account with AWS's default rate limits, in virtual time: the adapters talk through the AWS SDK
 * to the fake AWS of the testkit, each call takes 50 ms, and each deployment bakes for 2 minutes. How long all of them take is what the rate
 * limits allow; the rest is what it costs.
 */
final class AccountWorkload implements Workload {
    private static final Duration BAKE = Duration.ofMinutes(2);
    private static final Duration CALL = Duration.ofMillis(50);
    private static final Duration BUSY_MACHINE = Duration.ofMinutes(2);
    private static final int RULES_PER_LISTENER = 50;
    private static final Arns ARNS = Arns.standard();

    private static final Figure MINUTES = Figure.of("engine: all 1,000 are over after", "virtual min");
    private static final Figure CPU = Figure.of("engine, AWS SDK and fake AWS: CPU", "s");
    private static final Figure REQUESTS = Figure.of("engine: requests to AWS a deployment", "");
    private static final Figure THROTTLED =
            Figure.of("engine: requests that AWS throttled", "").atMost(0);

    @Override
    public String id() {
        return "W7";
    }

    @Override
    public String title() {
        return "one AWS account";
    }

    @Override
    public List<Figure> figures() {
        return List.of(MINUTES, CPU, REQUESTS, THROTTLED);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        int deployments = scale.of(1_000);
        int rounds = Math.min(2, scale.rounds()); // in virtual time all are alike, but for the CPU
        for (int round = 0; round < rounds; round++) {
            Account account = new Account(deployments);
            Cost cost = Cost.ofThread(account::deployAll);
            samples.add(MINUTES, account.time.sinceStart().toMillis() / 60_000.0);
            samples.add(CPU, cost.cpuSeconds());
            samples.add(REQUESTS, (double) account.aws.requests().size() / deployments);
            samples.add(THROTTLED, (double) account.aws.requests().stream()
                    .filter(request -> request.refusal().isPresent())
                    .count());
        }
    }

    /** An account with many services, each with a rule of its own. */
    private static final class Account {
        final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        final FakeAws aws;
        private final int services;

        Account(int services) {
            this.services = services;
            SimulatedWorld world = SimulatedWorld.create(time);
            aws = FakeAws.of(world);
            for (int i = 0; i < services; i++) {
                world.addService(service(i), 1);
                world.addRoute(rule(i), TrafficSplit.allOn(group("first", i), group("second", i)));
                world.addRevision(service(i), "shop:1", group("first", i));
                world.alarm("errors-" + i, AlarmReading.State.OK);
            }
            aws.limitsRates(true);
        }

        private static ServiceRef service(int number) {
            return new ServiceRef("prod", "service-" + number);
        }

        private static TargetGroupRef group(String which, int number) {
            return ARNS.targetGroup(which + "-" + number);
        }

        private static RouteRef rule(int number) {
            return ARNS.rule("web-" + number / RULES_PER_LISTENER, 443, 10 + number % RULES_PER_LISTENER);
        }

        /** A client that speaks to the fake. The machine's clock decides nothing: a busy one may take its time. */
        private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
            B oneAttempt = SdkClients.oneAttempt(builder);
            return oneAttempt
                    .overrideConfiguration(oneAttempt.overrideConfiguration().toBuilder()
                            .apiCallTimeout(BUSY_MACHINE)
                            .apiCallAttemptTimeout(BUSY_MACHINE)
                            .build())
                    .httpClientBuilder(null) // of two ways to set a client, SdkClients uses the other one
                    .httpClient(aws.httpClient())
                    .region(Region.of(aws.arns().region()))
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .build();
        }

        private static DeploymentSpec spec(int number) {
            return DeploymentSpec.blueGreen(service(number))
                    .revision("shop:2")
                    .productionRoute(rule(number))
                    .targetGroups(group("first", number), group("second", number))
                    .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, InstantWorld.HOOKS.get(0))
                    .alarm("errors-" + number)
                    .bakeTime(BAKE)
                    .build();
        }

        void deployAll() {
            ApiBudget budget = ApiBudget.of(Map.of(), time);
            EcsTaskSets taskSets = EcsTaskSets.create(client(EcsClient.builder()), budget, time);
            try (VirtualEngine virtual = VirtualEngine.of(
                    time,
                    DeploymentEngine.builder()
                            .runtime(taskSets)
                            .router(ElbRouter.builder(client(ElasticLoadBalancingV2Client.builder()), taskSets.owners())
                                    .budget(budget)
                                    .build())
                            .alarms(CloudWatchAlarms.create(client(CloudWatchClient.builder()), budget))
                            .autoScaling(ApplicationAutoScalingGuard.create(
                                    client(ApplicationAutoScalingClient.builder()), budget))
                            .journal(InMemoryJournal.create(time))
                            .hook(InstantWorld.HOOKS.get(0), invocation -> HookResult.succeeded()))) {
                virtual.calls()
                        .fate(call -> call.operation().isOfJournal() ? Fate.answered() : Fate.answeredAfter(CALL));
                List<Deployment> orders = new ArrayList<>();
                for (int i = 0; i < services; i++) {
                    orders.add(virtual.engine().deploy(new DeploymentId("d-" + i), spec(i)));
                }
                while (!orders.stream().allMatch(order -> order.status().isTerminal())) {
                    if (time.sinceStart().compareTo(Duration.ofHours(12)) > 0) {
                        throw new IllegalStateException("not over after " + time.sinceStart());
                    }
                    virtual.advance(Duration.ofSeconds(1));
                }
                for (Deployment order : orders) {
                    if (order.status() != DeploymentStatus.SUCCESSFUL) {
                        throw new IllegalStateException(order + " ended " + order.status());
                    }
                }
            }
        }
    }
}
