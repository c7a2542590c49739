package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rollouts as documents of a journal: one small document with the decisions, changed by compare-and-set, and a few with the specification,
 * which never change. Safe for use by many threads.
 */
final class RolloutStore {
    static final String KIND = "rollout";
    static final String PART = "rollout-part";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /** They are ASCII. */
    private static final int LONGEST_PART = 250_000;

    private static final int MOST_REMEMBERED = 20;

    private final Journal journal;

    /** Specifications do not change. The oldest ones are forgotten. */
    private final Map<String, RolloutSpec> specs = new LinkedHashMap<>();

    RolloutStore(Journal journal) {
        this.journal = journal;
    }

    Journal journal() {
        return journal;
    }

    /** Stores a new rollout; false if its id is used. Its specification comes first, so that an interrupted start leaves no rollout. */
    boolean create(String id, Command.Origin by, RolloutSpec spec) {
        if (journal.document(KIND, id).isPresent()) {
            return false;
        }
        List<String> parts = RolloutCodec.parts(spec, LONGEST_PART);
        for (int i = 0; i < parts.size(); i++) {
            Journal.Document part = new Journal.Document(PART, part(id, i), 1, false, parts.get(i));
            if (!journal.storeDocument(part) && !isStored(part)) {
                return false;
            }
        }
        Rollout rollout = new Rollout(id, by, spec, parts.size(), List.of(), 1);
        return journal.storeDocument(document(rollout));
    }

    private boolean isStored(Journal.Document part) {
        return journal.document(part.kind(), part.name()).equals(Optional.of(part));
    }

    /** Stores what was decided; false if somebody else was faster. */
    boolean store(Rollout rollout) {
        return journal.storeDocument(document(rollout));
    }

    private static Journal.Document document(Rollout rollout) {
        RolloutCodec.Head head = new RolloutCodec.Head(
                rollout.by(), rollout.parts(), rollout.spec().rollback(), rollout.events());
        return new Journal.Document(
                KIND, rollout.id(), rollout.version(), rollout.state().end().isEmpty(), RolloutCodec.head(head));
    }

    /** Whether a rollout may be called so. Databases refuse to look for some other names. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    Optional<Rollout> read(String id) {
        return Optional.of(id)
                .filter(RolloutStore::isId)
                .flatMap(name -> journal.document(KIND, name))
                .filter(document -> !isRemoved(document))
                .map(this::rollout);
    }

    /** Only what was decided. */
    Optional<RolloutCodec.Head> head(String id) {
        return journal.document(KIND, id).map(RolloutStore::head).filter(head -> !head.removed());
    }

    /** Whether only its removal is left to do. What cannot be read is not removed. */
    static boolean isRemoved(Journal.Document document) {
        try {
            return !document.open() && head(document).removed();
        } catch (PortException unreadable) {
            return false;
        }
    }

    static RolloutCodec.Head head(Journal.Document document) {
        return RolloutCodec.head(document.name(), document.text());
    }

    /** Those that are being removed, too. */
    List<Journal.Document> all() {
        return journal.documents(KIND);
    }

    /**
     * Removes an ended rollout: marks it, removes its specification, then what was decided. So an interrupted removal leaves nothing that
     * can't be read, and the next one goes on with it.
     *
     * @return false if somebody else was faster
     */
    boolean remove(Journal.Document document) {
        RolloutCodec.Head head = head(document);
        Journal.Document marked = document;
        if (!head.removed()) {
            marked = new Journal.Document(
                    KIND, document.name(), document.version() + 1, false, RolloutCodec.head(head.asRemoved()));
            if (!journal.storeDocument(marked)) {
                return false;
            }
        }
        for (int i = 0; i < head.parts(); i++) {
            boolean unused = journal.removeDocument(PART, part(document.name(), i), 1);
        }
        soaked(document.name()).ifPresent(soaked -> {
            boolean unused = journal.removeDocument(PART, soaked.name(), soaked.version());
        });
        synchronized (specs) {
            specs.remove(document.name());
        }
        return journal.removeDocument(KIND, document.name(), marked.version());
    }

    /** How much of its soak time has passed in a situation, as a driver stored it. */
    Duration soaked(Rollout rollout, String situation) {
        return soaked(rollout, situation, soaked(rollout.id()));
    }

    private static Duration soaked(Rollout rollout, String situation, Optional<Journal.Document> stored) {
        String end = " " + situation(rollout, situation);
        return stored.map(Journal.Document::text)
                .filter(text -> text.endsWith(end))
                .map(text -> Duration.parse(text.substring(0, text.length() - end.length())))
                .orElse(Duration.ZERO);
    }

    /** Stores it, unless a driver that has counted for longer has stored more. One that is faster has stored about as much. */
    void soaked(Rollout rollout, String situation, Duration soaked) {
        Optional<Journal.Document> stored = soaked(rollout.id());
        if (soaked(rollout, situation, stored).compareTo(soaked) < 0) {
            boolean unused = journal.storeDocument(new Journal.Document(
                    PART,
                    soak(rollout.id()),
                    stored.map(Journal.Document::version).orElse(0L) + 1,
                    false,
                    soaked + " " + situation(rollout, situation)));
        }
    }

    private Optional<Journal.Document> soaked(String id) {
        return journal.document(PART, soak(id));
    }

    /** Another rollout may have had the same id. */
    private static String situation(Rollout rollout, String situation) {
        return rollout.by().at() + " " + situation;
    }

    private static String soak(String id) {
        return id + "/soak";
    }

    List<Journal.Document> open() {
        return journal.openDocuments(KIND);
    }

    Rollout rollout(Journal.Document document) {
        String id = document.name();
        RolloutCodec.Head head = head(document);
        return new Rollout(id, head.by(), spec(id, head.parts()), head.parts(), head.events(), document.version());
    }

    private RolloutSpec spec(String id, int parts) {
        synchronized (specs) {
            RolloutSpec known = specs.get(id);
            if (known != null) {
                return known;
            }
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int number = i;
            texts.add(journal.document(PART, part(id, i))
                    .map(Journal.Document::text)
                    .orElseThrow(() -> new PortException(new Problem(
                            Problem.Kind.REFUSED,
                            "read a rollout",
                            id,
                            "part " + number + " of its specification is missing"))));
        }
        RolloutSpec spec = RolloutCodec.spec(id, String.join("", texts));
        synchronized (specs) {
            specs.put(id, spec);
            if (specs.size() > MOST_REMEMBERED) {
                specs.remove(specs.keySet().iterator().next());
            }
        }
        return spec;
    }

    private static String part(String id, int number) {
        return id + "/" + number;
    }
}
