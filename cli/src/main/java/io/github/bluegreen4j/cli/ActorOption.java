package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who gives an order or a command: it stands in the journal. Nobody verifies it. */
final class ActorOption {
    /** What a JVM calls a user whom the operating system does not know. */
    private static final String NOBODY = "?";

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who gives the order or command, for the journal. Default: the operating system's user, with"
                    + " the host where the environment names it.")
    private @Nullable String actor;

    /** The actor's name. */
    String name() {
        String given = actor;
        if (given == null) {
            return systemUser();
        }
        try {
            return Given.name("--actor", given);
        } catch (InvalidSpecException wrong) {
            throw new Failure(ExitCode.REFUSED, String.valueOf(wrong.getMessage()));
        }
    }

    private static String systemUser() {
        Optional<String> user = text(System.getProperty("user.name")).filter(name -> !name.equals(NOBODY));
        Optional<String> host = text(System.getenv("HOSTNAME")).or(() -> text(System.getenv("COMPUTERNAME")));
        String name =
                user.orElse("an unknown user") + host.map(where -> "@" + where).orElse("");
        return Given.name("actor", name.substring(0, Math.min(name.length(), Given.MAX_NAME)));
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value)
                .map(given -> given.replaceAll("\\p{Cntrl}", "").strip())
                .filter(given -> !given.isEmpty());
    }
}
