package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written reads as what it was, whatever it is. */
class CodecRoundTripTest {
    private static final DeploymentId ONE = new DeploymentId("one");
    private static final JournalCodec CODEC = JournalCodec.standard();

    @Provide
    Arbitrary<DeploymentEvent> events() {
        return Combinators.combine(
                        Arbitraries.of(SealedTypes.events()),
                        Arbitraries.longs().withoutEdgeCases())
                .as((type, seed) -> new AnyValue(seed).of(type));
    }

    @Property(tries = 4000)
    void anEventReadsAsItWasWritten(@ForAll("events") DeploymentEvent event) {
        assertThat(CODEC.decode(ONE, 1, CODEC.encode(event))).isEqualTo(event);
    }

    /** A database keeps UTF-8, and PostgreSQL no NUL. */
    @Property(tries = 1000)
    void whatIsWrittenIsOneLineOfTextThatEveryDatabaseKeeps(@ForAll("events") DeploymentEvent event) {
        String json = CODEC.encode(event);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(json).doesNotContain("\u0000", "\n");
    }

    @Property(tries = 200)
    void aCommandReadsAsItWasWritten(@ForAll long seed) {
        List<Command> commands = new ArrayList<>();
        for (Class<? extends Command> type : SealedTypes.of(Command.class)) {
            commands.add(new AnyValue(seed).of(type));
        }
        assertThat(commands)
                .allSatisfy(command -> assertThat(CODEC.decodeCommand(ONE, "c-1", CODEC.encode(command)))
                        .isEqualTo(command));
    }
}
