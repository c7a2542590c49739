package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal.Mail;
import io.github.bluegreen4j.spi.PortException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The commands of operators. The head of a deployment lists the waiting ones, which are in the heads that {@code due} reads. */
final class DynamoDbMailbox {
    private static final int TRIES = 10;

    private final Store store;
    private final JournalCodec codec;

    DynamoDbMailbox(Store store, JournalCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    boolean submit(DeploymentId deployment, String commandId, Command command) {
        String text = codec.encode(new Mail(commandId, command).command());
        Key key = Key.command(deployment, commandId);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<Item> head = store.get(Key.head(deployment)).filter(item -> item.has("open"));
            if (head.isEmpty()) {
                return false;
            }
            long commands = head.get().number("commands");
            boolean taken = store.transaction()
                    .create(Item.at(key).with("number", commands + 1).with("command", text))
                    .update(
                            Key.head(deployment),
                            Expression.of("SET #commands = :next ADD #mail :mail")
                                    .with(":next", commands + 1)
                                    .with(":mail", AttributeValue.fromSs(List.of(commandId))),
                            Expression.of("attribute_exists(#open) AND #commands = :commands")
                                    .with(":commands", commands))
                    .commit();
            if (taken || store.get(key).isPresent()) {
                return true;
            }
        }
        throw new PortException(new Problem(
                Problem.Kind.UNAVAILABLE, "submit", deployment.value(), "others give it commands all the time"));
    }

    /** Returns the waiting commands in the order of their arrival. */
    List<Mail> waiting(DeploymentId deployment, List<Item> commands) {
        return commands.stream()
                .sorted(Comparator.comparingLong(item -> item.number("number")))
                .map(item -> {
                    String id = Key.commandId(item.key());
                    return new Mail(id, codec.decodeMail(deployment, id, item.text("command")));
                })
                .toList();
    }
}
