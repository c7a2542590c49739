package io.github.bluegreen4j.awstestkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.autoscaling.FakeAutoScaling;
import io.github.bluegreen4j.awstestkit.cloudwatch.FakeCloudWatch;
import io.github.bluegreen4j.awstestkit.dynamodb.FakeDynamo;
import io.github.bluegreen4j.awstestkit.ecs.FakeEcs;
import io.github.bluegreen4j.awstestkit.elb.FakeElb;
import io.github.bluegreen4j.awstestkit.events.FakeEvents;
import io.github.bluegreen4j.awstestkit.fault.RateLimits;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.fault.WireFaults;
import io.github.bluegreen4j.awstestkit.lambda.FakeLambda;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsCall;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.awstestkit.wire.WireClient;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The parts of AWS that a deployment on Amazon ECS uses, backed by a simulated world. Real SDK clients call it without
 * sockets:
 *
 * <pre>{@code
 * FakeAws aws = FakeAws.of(world);
 * EcsClient ecs = EcsClient.builder()
 *         .httpClient(aws.httpClient())
 *         .region(Region.of(aws.arns().region()))
 *         .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
 *         .build();
 * }</pre>
 *
 * <p>Each world has one instance, which all engines of a simulation share. Create it before you use the name of a revision.
 * From then on the world's revisions are task sets: they are named by ARNs and follow the desired count of their service.
 * Thread-safe.
 */
public final class FakeAws {
    private static final String PASS_ROLE = "iam:PassRole";

    private final Object lock;
    private final SimulatedWorld world;
    private final Arns arns;
    private final FakeEcs ecs;
    private final FakeElb elb;
    private final FakeLambda lambda;
    private final FakeAutoScaling autoScaling;
    private final FakeCloudWatch cloudWatch;
    private final FakeEvents events;
    private final Map<Api, FakeService> services = new EnumMap<>(Api.class);
    private final WireFaults faults;
    private final Permissions permissions;
    private final RateLimits rateLimits;
    private final List<AwsRequest> requests = new ArrayList<>();
    private final SdkHttpClient httpClient = new WireClient(this::answer);

    private FakeAws(SimulatedWorld world, Arns arns) {
        this.world = world;
        this.lock = world.lock();
        this.arns = arns;
        faults = new WireFaults(world.view()::now);
        permissions = new Permissions(arns);
        rateLimits = new RateLimits(world.view()::now);
        elb = new FakeElb(world, lock, target -> ecs().registered(target));
        lambda = new FakeLambda(arns, lock);
        ecs = new FakeEcs(world, arns, lock, elb::isBalanced, lambda::call);
        cloudWatch = new FakeCloudWatch(world, arns, lock);
        events = new FakeEvents(world.view(), arns, lock);
        autoScaling = new FakeAutoScaling(world, arns, lock, ecs.ordinaryServices());
        FakeDynamo dynamo = new FakeDynamo(world.view(), arns);
        for (FakeService service : List.of(ecs, elb, lambda, cloudWatch, autoScaling, events, dynamo)) {
            services.put(service.api(), service);
        }
    }

    /**
     * Returns the instance of a world. If it does not exist yet, it is created with {@link Arns#standard()}.
     *
     * @param world the world
     * @return the instance
     */
    public static FakeAws of(SimulatedWorld world) {
        return world.neighbour(FakeAws.class, fresh -> new FakeAws(fresh, Arns.standard()));
    }

    /**
     * Returns the instance of a world, in an account and Region.
     *
     * @param world the world
     * @param arns the account and Region
     * @return the instance
     * @throws IllegalStateException if the instance was created with another account or Region
     */
    public static FakeAws of(SimulatedWorld world, Arns arns) {
        FakeAws found = world.neighbour(FakeAws.class, fresh -> new FakeAws(fresh, arns));
        if (!found.arns.equals(arns)) {
            throw new IllegalStateException("arns: \"" + arns + "\" is not allowed; allowed: " + found.arns);
        }
        return found;
    }

    /** {@return the HTTP client for SDK clients of all services; closing it has no effect} */
    public SdkHttpClient httpClient() {
        return httpClient;
    }

    /** {@return the account and Region, for names} */
    public Arns arns() {
        return arns;
    }

    /** {@return the world behind the fake} */
    public SimulatedWorld world() {
        return world;
    }

    /** {@return Amazon ECS, to set up} */
    public FakeEcs ecs() {
        return ecs;
    }

    /** {@return Elastic Load Balancing, to set up} */
    public FakeElb elb() {
        return elb;
    }

    /** {@return AWS Lambda, to register functions} */
    public FakeLambda lambda() {
        return lambda;
    }

    /** {@return Application Auto Scaling} */
    public FakeAutoScaling autoScaling() {
        return autoScaling;
    }

    /** {@return Amazon CloudWatch, to set up} */
    public FakeCloudWatch cloudWatch() {
        return cloudWatch;
    }

    /** {@return Amazon EventBridge, to inspect published events} */
    public FakeEvents events() {
        return events;
    }

    /** {@return the faults of requests; at first there are none} */
    public WireFaults faults() {
        return faults;
    }

    /**
     * Denies an IAM action to all clients, until {@link #permits}.
     *
     * @param action for example {@code ecs:CreateTaskSet} or {@code ecs:*}; {@code iam:PassRole} for the roles of a task
     *     set's tasks
     */
    public void denies(String action) {
        permissions.deny(action);
    }

    /**
     * Removes a denial.
     *
     * @param action the same text as in {@link #denies}
     */
    public void permits(String action) {
        permissions.permit(action);
    }

    /**
     * Applies AWS's default limits of requests per second, by the world's clock. By default they do not apply.
     *
     * @param limits whether they apply from now on
     */
    public void limitsRates(boolean limits) {
        synchronized (lock) {
            rateLimits.apply(limits);
        }
    }

    /** {@return all requests so far, in order} */
    public List<AwsRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /**
     * Returns the requests of an IAM action.
     *
     * @param action for example {@code ecs:DescribeServices}
     * @return the requests so far, in order
     */
    public List<AwsRequest> requests(String action) {
        return requests().stream()
                .filter(request -> request.action().equals(action))
                .toList();
    }

    private ObjectNode answer(AwsCall call) throws IOException {
        synchronized (lock) {
            Operation operation = operation(call);
            String action = call.api().action(call.operation());
            List<String> resources = operation.resources().apply(call.input());
            try {
                ObjectNode answer = answer(call, operation, action, resources);
                note(action, resources, Optional.empty());
                return answer;
            } catch (AwsRefusal refusal) {
                note(action, resources, Optional.of(refusal.code()));
                throw refusal;
            } catch (IOException broken) {
                note(action, resources, Optional.of(broken.toString()));
                throw broken;
            }
        }
    }

    private Operation operation(AwsCall call) {
        FakeService service = services.get(call.api());
        Operation operation = service == null ? null : service.operations().get(call.operation());
        if (operation == null) {
            throw AwsRefusal.of("UnknownOperationException", call.operation() + " is none of this fake's operations");
        }
        return operation;
    }

    private ObjectNode answer(AwsCall call, Operation operation, String action, List<String> resources)
            throws IOException {
        Optional<WireFault> fault = faults.strike(action);
        if (world.view().isOutOfReach()) {
            throw new ConnectException("Connection refused: the world is out of reach");
        }
        Supplier<AwsRefusal> denial = () -> permissions.denial(call.api(), action, resources);
        if (fault.isPresent() && !fault.get().takesEffect()) {
            fault.get().strike(call.api(), denial);
        }
        if (permissions.isDenied(action)) {
            throw denial.get();
        }
        List<String> passed = ecs.passedRoles(call);
        if (!passed.isEmpty() && permissions.isDenied(PASS_ROLE)) {
            throw permissions.denial(call.api(), PASS_ROLE, passed);
        }
        if (!rateLimits.admits(action)) {
            throw call.api().throttled();
        }
        ecs.adopt();
        autoScaling.advance();
        ObjectNode answer = operation.body().apply(call.input());
        if (fault.isPresent() && fault.get().takesEffect()) {
            fault.get().strike(call.api(), denial);
        }
        return answer;
    }

    private void note(String action, List<String> resources, Optional<String> refusal) {
        requests.add(new AwsRequest(action, resources, world.view().now(), refusal));
    }
}
