package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * to the fake AWS of the testkit. Each call takes 10, 100 or 250 ms. The deployments wait at a pause until all are there, shift 10 %, bake,
 * shift the rest, bake; then the alarms of all of them are raised at once.
 */
final class AccountWorkload implements Workload {
    private static final List<Duration> CALLS =
            List.of(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(250));
    private static final Duration STEP_BAKE = Duration.ofMinutes(12);
    private static final Duration BAKE = Duration.ofMinutes(30);
    /** Long enough that the watches are in their steady state. */
    private static final Duration MEASURED = Duration.ofMinutes(3);

    private static final Duration LONGEST = Duration.ofHours(4);
    private static final Duration BUSY_MACHINE = Duration.ofMinutes(2);
    private static final int RULES_PER_LISTENER = 50;
    private static final Arns ARNS = Arns.standard();

    /** What AWS allows for a thousand writes: 20 at once, then 3 a second; and a tenth more. */
    private static final double MOST_SECONDS = 1.1 * 327;

    @Override
    public String id() {
        return "W7";
    }

    @Override
    public String title() {
        return "one AWS account";
    }

    /** The figures for calls of one length. */
    private record Figures(Figure started, Figure shifted, Figure seen, Figure restored, Figure throttled) {
        static Figures of(Duration call) {
            String calls = "calls of " + call.toMillis() + " ms: ";
            return new Figures(
                    Figure.of(calls + "from the orders until all wait at the pause", "virtual min"),
                    Figure.of(calls + "from the end of the pause until all have shifted 10 %", "virtual min"),
                    Figure.of(calls + "an alarm of all, until the last has seen it", "virtual s")
                            .atMost(15),
                    Figure.of(calls + "an alarm of all, until the last is restored", "virtual s")
                            .atMost(MOST_SECONDS),
                    Figure.of(calls + "requests that AWS throttled", "").atMost(0));
        }

        List<Figure> all() {
            return List.of(started, shifted, seen, restored, throttled);
        }
    }

    @Override
    public List<Figure> figures() {
        return CALLS.stream().flatMap(call -> Figures.of(call).all().stream()).toList();
    }

    /** In virtual time all rounds are alike, so there is one. */
    @Override
    public void run(Scale scale, Samples samples) {
        StringBuilder table = new StringBuilder(
                "Requests a second while so many deployments are in one stage, beside AWS's rate:\n\n");
        table.append("| Calls of | Stage | ").append(join(ApiGroup::name)).append(" |\n| --- | --- |");
        table.append(" ---: |".repeat(MEASURED_GROUPS.size())).append('\n');
        table.append("| | AWS's rate | ")
                .append(join(group -> String.valueOf(group.perSecond())))
                .append(" |\n");
        for (Duration call : CALLS) {
            new Account(scale.of(1_000), call).run(Figures.of(call), samples, table);
        }
        samples.note(table.toString());
    }

    private static final List<ApiGroup> MEASURED_GROUPS = List.of(
            ApiGroup.ECS_SERVICE_READ,
            ApiGroup.ECS_SERVICE_MODIFY,
            ApiGroup.ECS_TASK_SET_MODIFY,
            ApiGroup.ECS_CLUSTER_READ,
            ApiGroup.ELB_READ,
            ApiGroup.ELB_MODIFY,
            ApiGroup.CLOUDWATCH_DESCRIBE_ALARMS);

    private static String join(Function<ApiGroup, String> cell) {
        return MEASURED_GROUPS.stream().map(cell).collect(Collectors.joining(" | "));
    }

    /** The group that AWS counts an action towards. */
    private static Optional<ApiGroup> group(String action) {
        return Optional.ofNullable(
                switch (action.substring(action.indexOf(':') + 1)) {
                    case "DescribeServices" -> ApiGroup.ECS_SERVICE_READ;
                    case "UpdateServicePrimaryTaskSet" -> ApiGroup.ECS_SERVICE_MODIFY;
                    case "CreateTaskSet", "UpdateTaskSet", "DeleteTaskSet" -> ApiGroup.ECS_TASK_SET_MODIFY;
                    case "ListTasks", "DescribeTasks" -> ApiGroup.ECS_CLUSTER_READ;
                    case "ModifyRule" -> ApiGroup.ELB_MODIFY;
                    case "DescribeAlarms" -> ApiGroup.CLOUDWATCH_DESCRIBE_ALARMS;
                    default -> action.startsWith("elasticloadbalancing:") ? ApiGroup.ELB_READ : null;
                });
    }

    /** An account with many services, each with a rule of its own. */
    private static final class Account {
        private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        private final SimulatedWorld world = SimulatedWorld.create(time);
        private final FakeAws aws = FakeAws.of(world);
        private final int services;
        private final Duration call;

        Account(int services, Duration call) {
            this.services = services;
            this.call = call;
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
                    .pause(LifecycleStage.POST_SCALE_UP, Duration.ofDays(1), TimeoutAction.ROLLBACK)
                    .canary(10, STEP_BAKE)
                    .alarm("errors-" + number)
                    .bakeTime(BAKE)
                    .build();
        }

        private VirtualEngine engine() {
            ApiBudget budget = ApiBudget.of(Map.of(), time);
            EcsTaskSets taskSets = EcsTaskSets.create(client(EcsClient.builder()), budget, time);
            VirtualEngine virtual = VirtualEngine.of(
                    time,
                    DeploymentEngine.builder()
                            .runtime(taskSets)
                            .router(ElbRouter.builder(client(ElasticLoadBalancingV2Client.builder()), taskSets.owners())
                                    .budget(budget)
                                    .build())
                            .alarms(CloudWatchAlarms.create(client(CloudWatchClient.builder()), budget))
                            .autoScaling(ApplicationAutoScalingGuard.create(
                                    client(ApplicationAutoScalingClient.builder()), budget))
                            .journal(InMemoryJournal.create(time)));
            virtual.calls().fate(made -> made.operation().isOfJournal() ? Fate.answered() : Fate.answeredAfter(call));
            return virtual;
        }

        void run(Figures figures, Samples samples, StringBuilder table) {
            try (VirtualEngine virtual = engine()) {
                List<Deployment> orders = new ArrayList<>();
                for (int i = 0; i < services; i++) {
                    orders.add(virtual.engine().deploy(new DeploymentId("d-" + i), spec(i)));
                }
                samples.add(figures.started, minutes(until(virtual, orders, LifecycleStage.POST_SCALE_UP)));
                measure(virtual, "a pause", table);
                Instant from = time.now();
                List<CompletableFuture<Deployment.CommandAnswer>> answers = orders.stream()
                        .map(order -> order.proceed(order.view().hooks().get(0).hookId()))
                        .toList();
                virtual.advanceUntil(() -> writes().size() == services, LONGEST);
                answers.forEach(CompletableFuture::join);
                samples.add(figures.shifted, minutes(Duration.between(from, time.now())));
                measure(virtual, "the bake of a step", table);
                until(virtual, orders, LifecycleStage.BAKE_TIME);
                measure(virtual, "`BAKE_TIME`", table);
                rollBack(virtual, orders, figures, samples);
                samples.add(figures.throttled, (double) aws.requests().stream()
                        .filter(request -> request.refusal().isPresent())
                        .count());
            }
        }

        private void rollBack(VirtualEngine virtual, List<Deployment> orders, Figures figures, Samples samples) {
            Instant raised = time.now();
            for (int i = 0; i < services; i++) {
                world.alarm("errors-" + i, AlarmReading.State.ALARM);
            }
            virtual.advanceUntil(
                    () -> orders.stream().allMatch(order -> order.status().isTerminal()), LONGEST);
            double seen = 0;
            for (Deployment order : orders) {
                if (order.status() != DeploymentStatus.ROLLBACK_SUCCESSFUL) {
                    throw new IllegalStateException(order + " ended " + order.status());
                }
                Instant started = order.view().rollback().orElseThrow().startedAt();
                seen = Math.max(seen, Duration.between(raised, started).toMillis() / 1_000.0);
            }
            samples.add(figures.seen, seen);
            List<AwsRequest> writes = writes();
            samples.add(
                    figures.restored,
                    Duration.between(raised, writes.get(writes.size() - 1).at()).toMillis() / 1_000.0);
        }

        private List<AwsRequest> writes() {
            return aws.requests("elasticloadbalancing:ModifyRule");
        }

        private static double minutes(Duration duration) {
            return duration.toMillis() / 60_000.0;
        }

        /** Waits until all are in a stage, and returns how long it took. */
        private Duration until(VirtualEngine virtual, List<Deployment> orders, LifecycleStage stage) {
            Instant from = time.now();
            virtual.advanceUntil(
                    () -> orders.stream()
                            .allMatch(order -> order.view().lifecycleStage().equals(Optional.of(stage))),
                    LONGEST);
            return Duration.between(from, time.now());
        }

        /** Adds a row with the requests of the next minutes. */
        private void measure(VirtualEngine virtual, String stage, StringBuilder table) {
            int before = aws.requests().size();
            virtual.advance(MEASURED);
            Map<ApiGroup, Long> counts = new EnumMap<>(ApiGroup.class);
            List<AwsRequest> requests = aws.requests();
            requests.subList(before, requests.size())
                    .forEach(request -> AccountWorkload.group(request.action())
                            .ifPresent(group -> counts.merge(group, 1L, Long::sum)));
            table.append("| ")
                    .append(call.toMillis())
                    .append(" ms | ")
                    .append(stage)
                    .append(" | ");
            table.append(join(group -> String.format(
                            Locale.ROOT, "%.1f", (double) counts.getOrDefault(group, 0L) / MEASURED.toSeconds())))
                    .append(" |\n");
        }
    }
}
