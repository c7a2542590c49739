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
 * AWS, as far as a deployment on Amazon ECS sees it, with a simulated world behind it. The real SDK clients speak to it, without
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
 * There is one for each world, whoever asks, so that all engines of a simulation share it. Make it before anything asks for the
 * name of a revision: from then on the revisions of the world are task sets, named by their ARNs, and they follow the desired count
 * of their service, as ECS's do. Safe for use by many threads.
 */
public final class FakeAws {
    private static final String PASS_ROLE = "iam:PassRole";

    private final Object lock = new Object();
    private final SimulatedWorld world;
    private final Arns arns;
    private final FakeEcs ecs;
    private final FakeElb elb;
    private final FakeLambda lambda;
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
        this.arns = arns;
        faults = new WireFaults(world.view()::now);
        permissions = new Permissions(arns);
        rateLimits = new RateLimits(world.view()::now);
        elb = new FakeElb(world, lock, target -> ecs().registered(target));
        ecs = new FakeEcs(world, arns, lock, elb::isBalanced);
        lambda = new FakeLambda(arns, lock);
        cloudWatch = new FakeCloudWatch(world.view(), arns, lock);
        events = new FakeEvents(world.view(), arns, lock);
        FakeAutoScaling autoScaling = new FakeAutoScaling(world, arns);
        FakeDynamo dynamo = new FakeDynamo(world.view(), arns);
        for (FakeService service : List.of(ecs, elb, lambda, cloudWatch, autoScaling, events, dynamo)) {
            services.put(service.api(), service);
        }
    }

    /** That of a world, with {@linkplain Arns#standard() the usual account and region} if nobody said otherwise. */
    public static FakeAws of(SimulatedWorld world) {
        return world.neighbour(FakeAws.class, fresh -> new FakeAws(fresh, Arns.standard()));
    }

    /**
     * That of a world, in an account and region.
     *
     * @throws IllegalStateException when it has been made in others before
     */
    public static FakeAws of(SimulatedWorld world, Arns arns) {
        FakeAws found = world.neighbour(FakeAws.class, fresh -> new FakeAws(fresh, arns));
        if (!found.arns.equals(arns)) {
            throw new IllegalStateException("arns: \"" + arns + "\" is not allowed; allowed: " + found.arns);
        }
        return found;
    }

    /** What an SDK client of any of its services is given as its HTTP client. To close it does nothing. */
    public SdkHttpClient httpClient() {
        return httpClient;
    }

    /** Its account and region, for names. */
    public Arns arns() {
        return arns;
    }

    /** The world behind it. */
    public SimulatedWorld world() {
        return world;
    }

    /** Amazon ECS, for what a test sets up. */
    public FakeEcs ecs() {
        return ecs;
    }

    /** Elastic Load Balancing, for what a test sets up. */
    public FakeElb elb() {
        return elb;
    }

    /** AWS Lambda, for the functions of a test. */
    public FakeLambda lambda() {
        return lambda;
    }

    /** Amazon CloudWatch, for what a test sets up. */
    public FakeCloudWatch cloudWatch() {
        return cloudWatch;
    }

    /** Amazon EventBridge, for what was published. */
    public FakeEvents events() {
        return events;
    }

    /** What goes wrong with requests. At first nothing. */
    public WireFaults faults() {
        return faults;
    }

    /**
     * Its clients may not do that from now on, until it {@link #permits}.
     *
     * @param action {@code ecs:CreateTaskSet}, {@code ecs:*} or, for the roles of the tasks of a task set, {@code iam:PassRole}
     */
    public void denies(String action) {
        permissions.deny(action);
    }

    /** Its clients may do again what it {@link #denies} in the same words. */
    public void permits(String action) {
        permissions.permit(action);
    }

    /** Whether AWS's own limits on requests per second apply from now on, on the world's clock. At first they do not. */
    public void limitsRates(boolean limits) {
        synchronized (lock) {
            rateLimits.apply(limits);
        }
    }

    /** All requests that came, in their order. */
    public List<AwsRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /** The requests of an action that came, {@code ecs:DescribeServices} for example, in their order. */
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
