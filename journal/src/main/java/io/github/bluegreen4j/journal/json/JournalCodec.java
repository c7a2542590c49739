package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import java.util.function.Function;

/**
 * Events and commands as JSON texts, for journals that keep texts. An event that was written by any earlier version is read as
 * the event it was; whatever else is given is refused with its position.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class JournalCodec {
    private static final JournalCodec STANDARD = new JournalCodec(Upcasters.all());

    private final Upcasters upcasters;

    JournalCodec(Upcasters upcasters) {
        this.upcasters = upcasters;
    }

    /** The codec. */
    public static JournalCodec standard() {
        return STANDARD;
    }

    /** An event as one JSON object, without line breaks; every character can be said in UTF-8, and none is NUL. */
    public String encode(DeploymentEvent event) {
        ObjectNode node = EventShapes.EVENT.write(event);
        upcasters.stamp(node);
        return JsonText.write(node);
    }

    /**
     * The event that {@link #encode(DeploymentEvent)} made that text of, in this version or an earlier one.
     *
     * @param deployment whose event it is, and
     * @param version which one, from 1: for the message when it can't be read
     * @throws UndecodableException when it is no such text
     */
    public DeploymentEvent decode(DeploymentId deployment, long version, String json) {
        return decode(deployment, "event " + version, json, node -> {
            upcasters.lift(node);
            return EventShapes.EVENT.read(Place.TOP, node);
        });
    }

    /** A command as one JSON object. */
    public String encode(Command command) {
        return JsonText.write(CommandShapes.COMMAND.write(command));
    }

    /**
     * The command that {@link #encode(Command)} made that text of, in this version or an earlier one.
     *
     * @param deployment whose command it is, and
     * @param commandId which one: for the message when it can't be read
     * @throws UndecodableException when it is no such text
     */
    public Command decodeCommand(DeploymentId deployment, String commandId, String json) {
        return decode(deployment, "command " + commandId, json, node -> CommandShapes.COMMAND.read(Place.TOP, node));
    }

    /**
     * Decodes a command of the mailbox. One that can't be decoded is given as {@link Command.Unreadable}, so that it is answered
     * with a refusal and blocks nothing.
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
            return reading.apply(JsonText.read(json));
        } catch (MisfitException misfit) {
            throw new UndecodableException(deployment, entry, misfit);
        }
    }
}
