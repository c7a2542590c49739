package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Events as earlier versions wrote them, frozen: whatever becomes of the model, they are read. A line is never changed; what a later
 * version writes goes to a file of its own.
 */
class CodecCorpusTest {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "corpus");
    private static final Path CORPUS = DIRECTORY.resolve("events-2.jsonl");
    private static final Path FIRST_CORPUS = DIRECTORY.resolve("events-1.jsonl");
    /** The events of the second version that changed in the third: they say who gave an order or a command. */
    private static final Path THIRD_CORPUS = DIRECTORY.resolve("events-3.jsonl");
    /** The events of the third version that changed in the fourth: they say until when a late write may arrive. */
    private static final Path FOURTH_CORPUS = DIRECTORY.resolve("events-4.jsonl");

    /** The events of the fourth version that changed in the fifth, or are new there: waivers, and what a preflight warned of. */
    private static final Path FIFTH_CORPUS = DIRECTORY.resolve("events-5.jsonl");

    /** The events of the fifth version that changed in the sixth, or are new there: the approvals of pauses, the analysis of metrics. */
    private static final Path SIXTH_CORPUS = DIRECTORY.resolve("events-6.jsonl");

    /** The events of the sixth version that changed in the seventh, or are new there: a blue that is kept. */
    private static final Path SEVENTH_CORPUS = DIRECTORY.resolve("events-7.jsonl");

    private static final int EXAMPLES = 3;
    private static final DeploymentId ONE = new DeploymentId("one");
    private static final JournalCodec CODEC = JournalCodec.standard();

    private static List<String> lines() throws IOException {
        return Files.readAllLines(CORPUS);
    }

    private static DeploymentEvent decode(String line) {
        return CODEC.decode(ONE, 1, line);
    }

    @Test
    void everyKindOfEventIsReadAsItWasWritten() throws IOException {
        List<DeploymentEvent> events =
                lines().stream().map(CodecCorpusTest::decode).toList();

        Stream<DeploymentEvent> later = Stream.concat(
                        Stream.concat(
                                Files.readAllLines(FIFTH_CORPUS).stream(), Files.readAllLines(SIXTH_CORPUS).stream()),
                        Files.readAllLines(SEVENTH_CORPUS).stream())
                .map(CodecCorpusTest::decode);
        assertThat(Stream.concat(events.stream(), later).map(Object::getClass).collect(Collectors.toSet()))
                .hasSameSizeAs(SealedTypes.events());
        assertThat(events.stream().map(CODEC::encode).toList())
                .as("what this version writes of them")
                .isEqualTo(lines());
    }

    /** What the first version wrote is read, and means the same when it is written anew. */
    @Test
    void everyEventOfTheFirstVersionIsRead() throws IOException {
        List<String> old = Files.readAllLines(FIRST_CORPUS);

        assertThat(old).hasSizeGreaterThan(100).allSatisfy(line -> {
            DeploymentEvent event = decode(line);
            assertThat(decode(CODEC.encode(event))).isEqualTo(event);
        });
    }

    /** Who gave an order or a command is read; what was written before names nobody. */
    @Test
    void whoGaveAnOrderOrACommandIsReadAsItWasWritten() throws IOException {
        List<String> signed = Files.readAllLines(THIRD_CORPUS);

        assertThat(signed).hasSizeGreaterThanOrEqualTo(4).allSatisfy(line -> {
            assertThat(CODEC.encode(decode(line))).isEqualTo(line);
            assertThat(decode(line).toString()).contains("alice@laptop");
        });
        for (String line : lines()) {
            if (decode(line) instanceof ProgressEvent.CommandAnswered answered) {
                assertThat(answered.by()).isEmpty();
            }
        }
        Command unsigned = CODEC.decodeCommand(ONE, "c-1", "{\"type\":\"RollBack\",\"reason\":\"it smells\"}");
        assertThat(unsigned).isEqualTo(new Command.RollBack("it smells"));
        assertThat(CODEC.encode(unsigned)).isEqualTo("{\"type\":\"RollBack\",\"reason\":\"it smells\"}");
        Command signedCommand = new Command.SkipBake().from(new Command.Origin("bob", Instant.EPOCH));
        assertThat(CODEC.decodeCommand(ONE, "c-1", CODEC.encode(signedCommand))).isEqualTo(signedCommand);
    }

    /** What was written before says nothing of late writes: none is waited for. */
    @Test
    void untilWhenALateWriteMayArriveIsReadAsItWasWritten() throws IOException {
        List<String> late = Files.readAllLines(FOURTH_CORPUS);

        assertThat(late)
                .hasSize(2)
                .allSatisfy(line -> assertThat(CODEC.encode(decode(line))).isEqualTo(line));
        assertThat(((ProgressEvent.EngineResumed) decode(late.get(0))).lateUntil())
                .contains(Instant.parse("2026-03-01T03:09:12.332Z"));
        assertThat(lines().stream()
                        .map(CodecCorpusTest::decode)
                        .filter(ProgressEvent.EngineResumed.class::isInstance)
                        .map(ProgressEvent.EngineResumed.class::cast))
                .isNotEmpty()
                .allMatch(resumed -> resumed.lateUntil().isEmpty());
    }

    /** A pause that was written before needs no approvals. */
    @Test
    void approvalsAndJudgementsAreReadAsTheyWereWritten() throws IOException {
        List<String> approved = Files.readAllLines(SIXTH_CORPUS);

        assertThat(approved)
                .hasSize(7)
                .allSatisfy(line -> assertThat(CODEC.encode(decode(line))).isEqualTo(line));
        assertThat(((ProgressEvent.DeploymentCreated) decode(approved.get(0)))
                        .spec()
                        .hooks()
                        .get(0)
                        .approvals())
                .contains(Approvals.of(2, "alice", "bob", "carol"));
        assertThat(((HookEvent.ApprovalGiven) decode(approved.get(1))).by().actor())
                .isEqualTo("bob@laptop");
        assertThat(Files.readAllLines(FIRST_CORPUS).stream()
                        .map(CodecCorpusTest::decode)
                        .filter(ProgressEvent.DeploymentCreated.class::isInstance)
                        .flatMap(event -> ((ProgressEvent.DeploymentCreated) event).spec().hooks().stream())
                        .filter(HookSpec.Pause.class::isInstance))
                .isNotEmpty()
                .allMatch(pause -> pause.approvals().isEmpty());
    }

    /** What was written before keeps nothing. */
    @Test
    void whatIsKeptIsReadAsItWasWritten() throws IOException {
        List<String> kept = Files.readAllLines(SEVENTH_CORPUS);

        assertThat(kept)
                .hasSize(7)
                .allSatisfy(line -> assertThat(CODEC.encode(decode(line))).isEqualTo(line));
        assertThat(((ProgressEvent.DeploymentCreated) decode(kept.get(0)))
                        .spec()
                        .keepBlue())
                .contains(new KeepBlue(Duration.ofHours(24), Percent.of(50)));
        assertThat(((ProgressEvent.DeploymentCreated) decode(kept.get(5)))
                        .spec()
                        .isKeeping())
                .isTrue();
        assertThat(((ProgressEvent.KeepingEnded) decode(kept.get(6)))
                        .by()
                        .orElseThrow()
                        .actor())
                .isEqualTo("alice@laptop");
        assertThat(lines().stream()
                        .map(CodecCorpusTest::decode)
                        .filter(ProgressEvent.DeploymentCreated.class::isInstance)
                        .map(ProgressEvent.DeploymentCreated.class::cast))
                .isNotEmpty()
                .allMatch(created -> created.spec().keepBlue().isEmpty());
    }

    /** What was written before waives nothing. */
    @Test
    void whatWasWaivedAndWarnedOfIsReadAsItWasWritten() throws IOException {
        List<String> waived = Files.readAllLines(FIFTH_CORPUS);

        assertThat(waived)
                .hasSize(2)
                .allSatisfy(line -> assertThat(CODEC.encode(decode(line))).isEqualTo(line));
        assertThat(((ProgressEvent.DeploymentCreated) decode(waived.get(0)))
                        .spec()
                        .waivers()
                        .toString())
                .isEqualTo("[Waiver[check=headroom, by=alice@laptop]]");
        assertThat(((ProgressEvent.PreflightWarned) decode(waived.get(1))).findings())
                .extracting(Finding::waivedBy)
                .containsExactly(Optional.of("alice@laptop"), Optional.empty());
        assertThat(lines().stream()
                        .map(CodecCorpusTest::decode)
                        .filter(ProgressEvent.DeploymentCreated.class::isInstance)
                        .map(ProgressEvent.DeploymentCreated.class::cast))
                .isNotEmpty()
                .allMatch(created -> created.spec().waivers().isEmpty());
    }

    /** A number that nothing can hold is damage like any other, and found at once. */
    @Test
    @Timeout(600)
    void aNumberBeyondAllRangesIsRefusedWithItsPlace() throws IOException {
        for (String number : List.of("1e-2147483648", "1e2147483648", "1e999999999", "-1e999999999", "1e-999999999")) {
            for (String line : lines()) {
                String damaged = line.replaceFirst(":\\d+([,}])", ":" + number + "$1");
                if (!damaged.equals(line)) {
                    try {
                        assertThat(decode(damaged)).isNotNull();
                    } catch (UndecodableException misfit) {
                        assertThat(misfit).hasMessageContaining("event 1");
                    }
                }
            }
        }
    }

    @Test
    void whatALaterVersionAddsIsIgnored() throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (String line : lines()) {
            ObjectNode node = (ObjectNode) json.readTree(line);
            node.put("fieldOfAnotherDay", 7);
            assertThat(decode(node.toString())).isEqualTo(decode(line));
        }
    }

    /** Readings did not say at first why something could not be read. */
    @Test
    void readingsWithoutProblemsMissNothing() throws IOException {
        String line = lines().stream()
                .filter(text -> decode(text) instanceof ProgressEvent.DeploymentStarted)
                .findFirst()
                .orElseThrow();
        JsonNode node = new ObjectMapper().readTree(line);
        node.findParents("problems").forEach(parent -> ((ObjectNode) parent).remove("problems"));

        assertThat(decode(node.toString())).isEqualTo(decode(line));
    }

    /** Any bytes give an event, or say where they are none. */
    @Test
    void whatIsDamagedIsAnEventOrRefusedWithItsPlace() throws IOException {
        List<String> lines = lines();
        Random random = new Random(20_260_301);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String damaged = damaged(lines.get(random.nextInt(lines.size())), random);
            try {
                assertThat(decode(damaged)).isNotNull();
            } catch (UndecodableException misfit) {
                refused++;
                assertThat(misfit).hasMessageContaining("deployment one").hasMessageContaining("event 1");
            }
        }
        assertThat(refused).isBetween(5_000, 19_999);
    }

    private static String damaged(String line, Random random) {
        StringBuilder text = new StringBuilder(line);
        int at = random.nextInt(line.length());
        switch (random.nextInt(4)) {
            case 0 -> text.setLength(at);
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.setCharAt(at, (char) random.nextInt(0x10000));
            default -> text.insert(at, "\"0{}[],:-9eE\\u".charAt(random.nextInt(14)));
        }
        return text.toString();
    }

    /** Writes the corpus, once for each version of the codec. */
    @Test
    @EnabledIfSystemProperty(named = "corpus.write", matches = "true")
    void write() throws IOException {
        Map<Class<?>, List<String>> examples = new LinkedHashMap<>();
        SealedTypes.events().forEach(type -> examples.put(type, new ArrayList<>()));
        Campaign.ofAnything(scenario -> scenario.journal(journal -> watched(journal, examples)))
                .seeds(500)
                .run();
        examples.forEach((type, some) -> {
            if (some.isEmpty()) {
                some.add(CODEC.encode((DeploymentEvent) new AnyValue(1).of(type.asSubclass(DeploymentEvent.class))));
            }
        });
        Files.createDirectories(CORPUS.getParent());
        Files.write(CORPUS, examples.values().stream().flatMap(List::stream).toList());
    }

    private static Journal watched(Journal journal, Map<Class<?>, List<String>> examples) {
        Map<Class<?>, Integer> seen = new HashMap<>();
        return new ForwardingJournal(journal) {
            @Override
            public List<Appended> append(List<Extension> extensions) {
                for (Extension extension : extensions) {
                    for (DeploymentEvent event : extension.events()) {
                        List<String> some = examples.get(event.getClass());
                        if (seen.merge(event.getClass(), 1, Integer::sum) == 1 && some.size() < EXAMPLES) {
                            some.add(CODEC.encode(event));
                        }
                    }
                }
                return super.append(extensions);
            }
        };
    }
}
