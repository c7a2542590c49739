package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The primary key of an item. */
record Key(String partition, String sort) {
    static final String PARTITION = "pk";
    static final String SORT = "sk";

    /** The item with the format of the table. */
    static final Key FORMAT = new Key("journal", "format");

    /** The item that counts all deployments. */
    static final Key COUNTER = new Key("journal", "counter");

    /** The item that says whether the line is stopped. */
    static final Key LINE = new Key("journal", "line");

    /** The partition that lists all services. */
    static final String SERVICES = "services";

    private static final String ENTRY = "entry#";
    private static final String COMMAND = "command#";
    private static final String DELIVERED = "delivered#";
    private static final String PLACE = "deployment#";

    /** Returns the partition of a deployment. */
    static String deployment(DeploymentId deployment) {
        return "deployment#" + deployment.value();
    }

    /** Returns the key of a deployment's head: its version and status. */
    static Key head(DeploymentId deployment) {
        return new Key(deployment(deployment), "head");
    }

    /** Returns the key of a part of an entry. The keys sort in the order of the events. */
    static Key entry(DeploymentId deployment, long firstVersion, int part) {
        return new Key(deployment(deployment), ENTRY + digits(firstVersion) + "#" + digits(part));
    }

    boolean isEntry() {
        return sort.startsWith(ENTRY);
    }

    static Key command(DeploymentId deployment, String commandId) {
        return new Key(deployment(deployment), COMMAND + commandId);
    }

    boolean isCommand() {
        return sort.startsWith(COMMAND);
    }

    static String commandId(Key command) {
        return command.sort.substring(COMMAND.length());
    }

    /** Returns the key of a listener's cursor. */
    static Key delivered(DeploymentId deployment, String listener) {
        return new Key(deployment(deployment), DELIVERED + listener);
    }

    boolean isDelivered() {
        return sort.startsWith(DELIVERED);
    }

    static String listener(Key delivered) {
        return delivered.sort.substring(DELIVERED.length());
    }

    /** Returns the partition of the ended deployments whose end a listener has not received. */
    static String undelivered(String listener) {
        return "undelivered#" + listener;
    }

    static Key undelivered(String listener, DeploymentId deployment) {
        return new Key(undelivered(listener), deployment.value());
    }

    /** Returns the partition of a service: its claim and its deployments. */
    static String service(ServiceRef service) {
        return "service#" + name(service);
    }

    static Key claim(ServiceRef service) {
        return new Key(service(service), "claim");
    }

    /** Returns the key of a deployment's place in its service. The keys sort in the order of the orders. */
    static Key place(ServiceRef service, long number) {
        return new Key(service(service), PLACE + digits(number));
    }

    boolean isPlace() {
        return sort.startsWith(PLACE);
    }

    static long number(Key place) {
        return Long.parseLong(place.sort.substring(PLACE.length()));
    }

    static Key known(ServiceRef service) {
        return new Key(SERVICES, name(service));
    }

    /** Returns the partition of all documents of a kind. */
    static String documents(String kind) {
        return "documents#" + kind;
    }

    static Key document(String kind, String name) {
        return new Key(documents(kind), name);
    }

    static Key lease(String engine) {
        return new Key("engine#" + engine, "lease");
    }

    private static String name(ServiceRef service) {
        return escaped(service.cluster()) + "#" + escaped(service.name());
    }

    /** Escapes a name, so that different services never share a key. */
    private static String escaped(String name) {
        return name.replace("%", "%25").replace("#", "%23");
    }

    private static String digits(long number) {
        return String.format("%019d", number);
    }

    Map<String, AttributeValue> attributes() {
        return Map.of(PARTITION, AttributeValue.fromS(partition), SORT, AttributeValue.fromS(sort));
    }
}
