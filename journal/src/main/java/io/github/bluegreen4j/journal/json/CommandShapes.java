package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.optional;
import static io.github.bluegreen4j.journal.json.Scalars.INSTANT;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.SpecShapes.ACTION;

import io.github.bluegreen4j.model.Command;

/** What an operator may say, as it lies in a mailbox. */
final class CommandShapes {
    static final ObjectShape<Command.Origin> ORIGIN = ObjectShape.of(
            Command.Origin.class,
            Command.Origin::new,
            member("actor", TEXT, Command.Origin::actor),
            member("at", INSTANT, Command.Origin::at));

    static final Choice<Command> COMMAND = new Choice<Command>("a command")
            .or(
                    "RollBack",
                    ObjectShape.of(
                            Command.RollBack.class,
                            Command.RollBack::new,
                            member("reason", TEXT, Command.RollBack::reason),
                            optional("by", ORIGIN, Command.RollBack::origin)))
            .or(
                    "Abort",
                    ObjectShape.of(
                            Command.Abort.class,
                            Command.Abort::new,
                            member("reason", TEXT, Command.Abort::reason),
                            optional("by", ORIGIN, Command.Abort::origin)))
            .or(
                    "Proceed",
                    ObjectShape.of(
                            Command.Proceed.class,
                            Command.Proceed::new,
                            member("hookId", TEXT, Command.Proceed::hookId),
                            member("action", ACTION, Command.Proceed::action),
                            optional("by", ORIGIN, Command.Proceed::origin)))
            .or(
                    "SkipBake",
                    ObjectShape.of(
                            Command.SkipBake.class,
                            Command.SkipBake::new,
                            optional("by", ORIGIN, Command.SkipBake::origin)))
            .or(
                    "Unreadable",
                    ObjectShape.of(
                            Command.Unreadable.class,
                            Command.Unreadable::new,
                            member("why", TEXT, Command.Unreadable::why)));

    private CommandShapes() {}
}
