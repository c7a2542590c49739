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
 * Publishes the events of deployments to EventBridge. Detail types and fields are those of ECS ("Amazon ECS service
 * deployment state change events" and "hook state change events" in the ECS developer guide), so an existing rule needs only
 * another source. In addition to ECS there is an event for each lifecycle stage ({@code Deployment Stage Change}) and for
 * each change of weights ({@code Traffic Weight Change}). Thread-safe.
 *
 * <p>Delivery is at least once. The fields {@code deployment} and {@code version} identify an event. If EventBridge does not
 * accept an event, the engine retries a few times; then it logs the event as lost, and the deployment continues.
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
     * Creates a publisher with the source {@code bluegreen4j} on the default bus and the default budget.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @param journal the engine's journal; the specification of a deployment that another engine started is read from it
     * @param account the account number for ARNs in events, 12 digits; a cluster that is named by its ARN has its own
     * @return the publisher
     * @throws IllegalArgumentException if the account number is not valid
     */
    public static EventBridgeEvents create(EventBridgeClient client, Journal journal, String account) {
        return builder(client, journal, account).build();
    }

    /**
     * Creates a builder with default settings.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @param journal the engine's journal; the specification of a deployment that another engine started is read from it
     * @param account the account number for ARNs in events, 12 digits; a cluster that is named by its ARN has its own
     * @return the builder
     * @throws IllegalArgumentException if the account number is not valid
     */
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
            new EventTranslator(deployment, version, now, arns)
                    .translate(event)
                    .ifPresent(detail -> put(detail, event));
            if (now.isOver()) {
                contexts.remove(deployment);
            }
        });
    }

    /** Caches a context. The cache is cleared when full, because deployments that another engine took over never end here. */
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

    /** Builds a publisher. Not thread-safe. */
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

        /**
         * Sets the limit for the rate of requests. By default it has the default rates.
         *
         * @param newBudget the budget; adapters may share one
         * @return this
         */
        public Builder budget(ApiBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /**
         * Sets the source of the events.
         *
         * @param newSource the source; by default {@code bluegreen4j}
         * @return this
         * @throws IllegalArgumentException if it is blank or starts with {@code aws.}, which EventBridge reserves
         */
        public Builder source(String newSource) {
            if (newSource.isBlank() || newSource.startsWith("aws.")) {
                throw new IllegalArgumentException("source: \"" + newSource
                        + "\" is not allowed; allowed: a name that does not begin with aws., which is kept for AWS");
            }
            source = newSource;
            return this;
        }

        /**
         * Sets the event bus. By default it is the account's default bus.
         *
         * @param newBus the name or ARN of the bus
         * @return this
         */
        public Builder bus(String newBus) {
            bus = Optional.of(newBus);
            return this;
        }

        /** {@return a publisher with these settings} */
        public EventBridgeEvents build() {
            SdkClients.reportRetries(client);
            return new EventBridgeEvents(this);
        }
    }
}
