package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where an item is: the table's one primary key. */
record Key(String partition, String sort) {
    static final String PARTITION = "pk";
    static final String SORT = "sk";

    /** Which format the table has. */
    static final Key FORMAT = new Key("journal", "format");

    /** How many deployments there ever were. */
    static final Key COUNTER = new Key("journal", "counter");

    /** The partition that names all services. */
    static final String SERVICES = "services";

    private static final String ENTRY = "entry#";
    private static final String COMMAND = "command#";
    private static final String DELIVERED = "delivered#";
    private static final String PLACE = "deployment#";

    /** Everything that is kept of a deployment. */
    static String deployment(DeploymentId deployment) {
        return "deployment#" + deployment.value();
    }

    /** Where a deployment stands. */
    static Key head(DeploymentId deployment) {
        return new Key(deployment(deployment), "head");
    }

    /** A part of an extension: they sort in the order of the events. */
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

    /** How far a listener was notified of a deployment. */
    static Key delivered(DeploymentId deployment, String listener) {
        return new Key(deployment(deployment), DELIVERED + listener);
    }

    boolean isDelivered() {
        return sort.startsWith(DELIVERED);
    }

    static String listener(Key delivered) {
        return delivered.sort.substring(DELIVERED.length());
    }

    /** The deployments that ended, and of whose end a listener was not notified. */
    static String undelivered(String listener) {
        return "undelivered#" + listener;
    }

    static Key undelivered(String listener, DeploymentId deployment) {
        return new Key(undelivered(listener), deployment.value());
    }

    /** The claim on a service, and the places of its deployments. */
    static String service(ServiceRef service) {
        return "service#" + name(service);
    }

    static Key claim(ServiceRef service) {
        return new Key(service(service), "claim");
    }

    /** A deployment's place among those of its service: they sort in the order in which they began. */
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

    static Key lease(String engine) {
        return new Key("engine#" + engine, "lease");
    }

    private static String name(ServiceRef service) {
        return escaped(service.cluster()) + "#" + escaped(service.name());
    }

    /** Two services never have one key, whatever their names are. */
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
