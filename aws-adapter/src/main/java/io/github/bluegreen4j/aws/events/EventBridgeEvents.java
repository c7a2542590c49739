package io.github.bluegreen4j.aws.events;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Tells EventBridge what happens, with the detail types and fields that ECS has for it ("Amazon ECS service deployment state
 * change events" and "hook state change events" in the ECS developer guide), so that a rule needs another source only. Beyond ECS there
 * is an event for each lifecycle stage ({@code Deployment Stage Change}) and for each change of weights ({@code Traffic Weight Change}).
 * Safe for use by many threads.
 *
 * <p>At least once: each event has the fields {@code deployment} and {@code version}, which together name it. What EventBridge does not
 * take is tried again by the engine a few times, then it is lost, and the engine's log says so; the deployment goes on unharmed.
 */
public final class EventBridgeEvents implements DeploymentListener {
    private static final int MOST_CONTEXTS = 10_000;

    private final EventBridgeClient client;
    private final ApiCalls calls;
    private final Journal journal;
    private final EcsArns arns;
    private final String source;
    private final Optional<String> bus;
    private final Map<DeploymentId, Context> contexts = new ConcurrentHashMap<>();

    private EventBridgeEvents(Builder builder) {
        client = builder.client;
        calls = ApiCalls.of(client, builder.budget);
        journal = builder.journal;
        source = builder.source;
        bus = builder.bus;
        Region region = client.serviceClientConfiguration().region();
        arns = new EcsArns(region.metadata().partition().id(), region.id(), builder.account);
    }

    /**
     * Events with the source {@code bluegreen4j} on the default bus.
     *
     * @param journal the engine's own: of a deployment that another engine has begun, it knows what it deploys
     * @param account the account's number, for the ARNs in events
     */
    public static EventBridgeEvents create(EventBridgeClient client, Journal journal, String account) {
        return builder(client, journal, account).build();
    }

    /** Events with settings of their own. */
    public static Builder builder(EventBridgeClient client, Journal journal, String account) {
        return new Builder(client, journal, account);
    }

    @Override
    public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
        Optional<Context> learnt = Context.after(Optional.ofNullable(contexts.get(deployment)), event);
        Optional<Context> context =
                learnt.isPresent() ? learnt : journal.read(deployment).flatMap(history -> Context.of(history.events()));
        context.ifPresent(now -> {
            remember(deployment, now);
            event.accept(new Telling(deployment, version, now, arns)).ifPresent(detail -> put(detail, event));
            if (now.isOver()) {
                contexts.remove(deployment);
            }
        });
    }

    /** What is forgotten is read again: deployments that another engine took over end elsewhere. */
    private void remember(DeploymentId deployment, Context context) {
        if (contexts.size() >= MOST_CONTEXTS) {
            contexts.clear();
        }
        contexts.put(deployment, context);
    }

    private void put(Detail detail, DeploymentEvent event) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .source(source)
                .eventBusName(bus.orElse(null))
                .detailType(detail.type())
                .resources(detail.resources())
                .time(event.at())
                .detail(detail.body().toString())
                .build();
        PutEventsResponse response = calls.change(
                ApiGroup.EVENTS_PUT,
                "events:PutEvents",
                detail.type(),
                () -> client.putEvents(request -> request.entries(entry)));
        if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
            throw refused(detail, response.entries().get(0));
        }
    }

    private static PortException refused(Detail detail, PutEventsResultEntry entry) {
        return new PortException(new Problem(
                Problem.Kind.UNAVAILABLE,
                "events:PutEvents",
                detail.type(),
                entry.errorCode() + ": " + entry.errorMessage()));
    }

    /** Builds a publisher. Not safe for use by several threads. */
    public static final class Builder {
        private final EventBridgeClient client;
        private final Journal journal;
        private final String account;
        private ApiBudget budget = ApiBudget.ofDefaults();
        private String source = "bluegreen4j";
        private Optional<String> bus = Optional.empty();

        private Builder(EventBridgeClient client, Journal journal, String account) {
            this.client = client;
            this.journal = journal;
            this.account = account;
            if (!account.matches("\\d{12}")) {
                throw new IllegalArgumentException("account: \"" + account + "\" is not allowed; allowed: 12 digits");
            }
        }

        /** How many requests a second may be made. */
        public Builder budget(ApiBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /**
         * The events' source; default {@code bluegreen4j}.
         *
         * @throws IllegalArgumentException when it is blank, or begins with {@code aws.}, which EventBridge keeps for AWS
         */
        public Builder source(String newSource) {
            if (newSource.isBlank() || newSource.startsWith("aws.")) {
                throw new IllegalArgumentException("source: \"" + newSource
                        + "\" is not allowed; allowed: a name that does not begin with aws., which is kept for AWS");
            }
            source = newSource;
            return this;
        }

        /** The event bus, by its name or ARN; default the account's default bus. */
        public Builder bus(String newBus) {
            bus = Optional.of(newBus);
            return this;
        }

        public EventBridgeEvents build() {
            SdkClients.reportRetries(client);
            return new EventBridgeEvents(this);
        }
    }
}
