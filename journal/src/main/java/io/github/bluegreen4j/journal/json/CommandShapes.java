package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.SpecShapes.ACTION;

import io.github.bluegreen4j.model.Command;

/** What an operator may say, as it lies in a mailbox. */
final class CommandShapes {
    static final Choice<Command> COMMAND = new Choice<Command>("a command")
            .or(
                    "RollBack",
                    ObjectShape.of(
                            Command.RollBack.class,
                            Command.RollBack::new,
                            member("reason", TEXT, Command.RollBack::reason)))
            .or(
                    "Abort",
                    ObjectShape.of(
                            Command.Abort.class, Command.Abort::new, member("reason", TEXT, Command.Abort::reason)))
            .or(
                    "Proceed",
                    ObjectShape.of(
                            Command.Proceed.class,
                            Command.Proceed::new,
                            member("hookId", TEXT, Command.Proceed::hookId),
                            member("action", ACTION, Command.Proceed::action)))
            .or("SkipBake", ObjectShape.of(Command.SkipBake.class, Command.SkipBake::new))
            .or(
                    "Unreadable",
                    ObjectShape.of(
                            Command.Unreadable.class,
                            Command.Unreadable::new,
                            member("why", TEXT, Command.Unreadable::why)));

    private CommandShapes() {}
}
