package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import java.util.function.Function;

/**
 * Converts events and commands to and from JSON texts, for journals that store texts. It reads events of every
 * earlier version, and rejects anything else with the position of the fault.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class JournalCodec {
    private static final JournalCodec STANDARD = new JournalCodec(Upcasters.all());

    private final Upcasters upcasters;

    JournalCodec(Upcasters upcasters) {
        this.upcasters = upcasters;
    }

    /** {@return the codec} */
    public static JournalCodec standard() {
        return STANDARD;
    }

    /**
     * Encodes an event.
     *
     * @param event the event
     * @return one JSON object without line breaks; it can be encoded in UTF-8 and contains no NUL
     */
    public String encode(DeploymentEvent event) {
        ObjectNode node = Vocabulary.EVENT.write(event);
        upcasters.stamp(node);
        return JsonParser.write(node);
    }

    /**
     * Decodes an event that {@link #encode(DeploymentEvent)} wrote, in this version or an earlier one.
     *
     * @param deployment the deployment of the event, for the message of an exception
     * @param version the position of the event, from 1, for the message of an exception
     * @param json the text
     * @return the event
     * @throws UndecodableException if the text is not such an event
     */
    public DeploymentEvent decode(DeploymentId deployment, long version, String json) {
        return decode(deployment, "event " + version, json, node -> {
            upcasters.lift(node);
            return Vocabulary.EVENT.read(Place.TOP, node);
        });
    }

    /**
     * Encodes a command.
     *
     * @param command the command
     * @return one JSON object without line breaks
     */
    public String encode(Command command) {
        return JsonParser.write(Vocabulary.COMMAND.write(command));
    }

    /**
     * Decodes a command that {@link #encode(Command)} wrote, in this version or an earlier one.
     *
     * @param deployment the deployment of the command, for the message of an exception
     * @param commandId the id of the command, for the message of an exception
     * @param json the text
     * @return the command
     * @throws UndecodableException if the text is not such a command
     */
    public Command decodeCommand(DeploymentId deployment, String commandId, String json) {
        return decode(deployment, "command " + commandId, json, node -> Vocabulary.COMMAND.read(Place.TOP, node));
    }

    /**
     * Decodes a command from a mailbox. One that cannot be decoded becomes {@link Command.Unreadable}, so that the
     * engine answers it with a refusal and it blocks nothing.
     *
     * @param deployment the deployment of the command
     * @param commandId the id of the command
     * @param json the text
     * @return the command
     */
    public Command decodeMail(DeploymentId deployment, String commandId, String json) {
        try {
            return decodeCommand(deployment, commandId, json);
        } catch (UndecodableException damaged) {
            return new Command.Unreadable(damaged.problem().message());
        }
    }

    private static <T> T decode(DeploymentId deployment, String entry, String json, Function<ObjectNode, T> reading) {
        try {
            return reading.apply(JsonParser.read(json));
        } catch (MisfitException misfit) {
            throw new UndecodableException(deployment, entry, misfit);
        }
    }
}
