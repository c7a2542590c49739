package io.github.bluegreen4j.awstestkit.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Amazon EventBridge. It accepts or rejects each entry of a request, and stores the accepted ones. Get it from {@code
 * FakeAws.events()}. Thread-safe.
 */
public final class FakeEvents implements FakeService {
    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int TIME_BYTES = 14;
    private static final List<String> REQUIRED = List.of("Source", "DetailType", "Detail");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Object lock;
    private final WorldView world;
    private final Arns arns;
    private final List<PublishedEvent> published = new ArrayList<>();
    private final Deque<String> failures = new ArrayDeque<>();

    /**
     * Creates a service without events.
     *
     * @param world the world, for its clock
     * @param arns the account and Region
     * @param lock the lock of the fake, held while an operation runs
     */
    public FakeEvents(WorldView world, Arns arns, Object lock) {
        this.world = world;
        this.arns = arns;
        this.lock = lock;
    }

    @Override
    public Api api() {
        return Api.EVENTS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("PutEvents", new Operation(this::buses, this::putEvents));
    }

    /** {@return the accepted events so far, in order} */
    public List<PublishedEvent> published() {
        synchronized (lock) {
            return List.copyOf(published);
        }
    }

    /**
     * Rejects the next entries, although their requests succeed.
     *
     * @param entries how many entries
     * @param code the error code of each entry, for example {@code ThrottlingException} or {@code InternalFailure}
     */
    public void fails(int entries, String code) {
        synchronized (lock) {
            for (int i = 0; i < entries; i++) {
                failures.add(code);
            }
        }
    }

    private List<String> buses(ObjectNode input) {
        return Inputs.list(input, "Entries").stream()
                .map(FakeEvents::bus)
                .map(bus -> bus.startsWith("arn:") ? bus : arns.eventBus(bus))
                .distinct()
                .toList();
    }

    private static String bus(JsonNode entry) {
        return Inputs.text(entry, "EventBusName").orElse("default");
    }

    private ObjectNode putEvents(ObjectNode input) {
        List<JsonNode> entries = Inputs.list(input, "Entries");
        check(entries);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("Entries");
        int failed = 0;
        for (JsonNode entry : entries) {
            ObjectNode result = results.addObject();
            put(entry, result);
            failed += result.has("ErrorCode") ? 1 : 0;
        }
        return answer.put("FailedEntryCount", failed);
    }

    private static void check(List<JsonNode> entries) {
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw AwsRefusal.of(
                    "ValidationException",
                    "1 validation error detected: Value '" + entries.size()
                            + " entries' at 'entries' failed to satisfy constraint: Member must have length "
                            + (entries.isEmpty()
                                    ? "greater than or equal to 1"
                                    : "less than or equal to " + MOST_ENTRIES));
        }
        int bytes = entries.stream().mapToInt(FakeEvents::size).sum();
        if (bytes > MOST_BYTES) {
            throw AwsRefusal.of("ValidationException", "Total size of the entries in the request is over the limit.");
        }
        if (entries.stream().allMatch(entry -> missing(entry) != null)) {
            throw AwsRefusal.of(
                    "ValidationException",
                    "Parameter " + missing(entries.get(0)) + " is not valid. Reason: it is required");
        }
    }

    /** Returns the size of an entry, calculated as AWS does. */
    private static int size(JsonNode entry) {
        int size = entry.hasNonNull("Time") ? TIME_BYTES : 0;
        for (String field : REQUIRED) {
            size += bytes(Inputs.text(entry, field).orElse(""));
        }
        return size
                + Inputs.texts(entry, "Resources").stream()
                        .mapToInt(FakeEvents::bytes)
                        .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static @org.jspecify.annotations.Nullable String missing(JsonNode entry) {
        return REQUIRED.stream()
                .filter(field -> Inputs.text(entry, field).isEmpty())
                .findFirst()
                .orElse(null);
    }

    private void put(JsonNode entry, ObjectNode result) {
        String missing = missing(entry);
        String source = Inputs.text(entry, "Source").orElse("");
        String detail = Inputs.text(entry, "Detail").orElse("");
        String failure = failures.poll();
        if (failure != null) {
            fail(result, failure, "The fake was told so");
        } else if (missing != null) {
            fail(
                    result,
                    "InvalidArgument",
                    "Parameter " + missing + " is not valid. Reason: " + missing + " is a required argument.");
        } else if (source.toLowerCase(Locale.ROOT).startsWith("aws.")) {
            fail(result, "NotAuthorizedForSourceException", "Not authorized for the source.");
        } else if (!isObject(detail)) {
            fail(result, "MalformedDetail", "Detail is malformed.");
        } else {
            String id = String.format(Locale.ROOT, "00000000-0000-4000-9000-%012x", published.size() + 1);
            published.add(new PublishedEvent(
                    id,
                    bus(entry),
                    source,
                    Inputs.text(entry, "DetailType").orElse(""),
                    detail,
                    Inputs.texts(entry, "Resources"),
                    world.now()));
            result.put("EventId", id);
        }
    }

    private static void fail(ObjectNode result, String code, String message) {
        result.put("ErrorCode", code).put("ErrorMessage", message);
    }

    private static boolean isObject(String detail) {
        try {
            return JSON.readTree(detail) instanceof ObjectNode;
        } catch (JsonProcessingException noJson) {
            return false;
        }
    }
}
