package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engines that read nothing of what has happened but through the codec end all their deployments in all the chaos. */
class CodecSimulationTest {
    private static final int SEEDS = 300;
    private static final JournalCodec CODEC = JournalCodec.standard();

    private long events;

    @Test
    void whatIsReadAfterACrashIsWhatHasHappened() {
        Campaign.ofAnything(scenario -> scenario.journal(this::throughTheCodec))
                .seeds(SEEDS)
                .run()
                .orThrow();
        assertThat(events).as("events that were written and read").isGreaterThan(10_000);
    }

    /** What is kept has gone through the codec: whoever reads it later reads no other. */
    private Journal throughTheCodec(Journal journal) {
        return new ForwardingJournal(journal) {
            @Override
            public List<Appended> append(List<Extension> extensions) {
                return super.append(
                        extensions.stream().map(extension -> written(extension)).toList());
            }
        };
    }

    private Journal.Extension written(Journal.Extension extension) {
        return new Journal.Extension(
                extension.deployment(),
                extension.service(),
                extension.expectedVersion(),
                extension.fence(),
                extension.entryId(),
                extension.events().stream()
                        .map(event -> written(extension.deployment(), event))
                        .toList(),
                extension.wakeUp(),
                extension.consumed(),
                extension.listeners());
    }

    private DeploymentEvent written(DeploymentId id, DeploymentEvent event) {
        events++;
        DeploymentEvent read = CODEC.decode(id, events, CODEC.encode(event));
        assertThat(read).isEqualTo(event);
        return read;
    }
}
