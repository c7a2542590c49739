package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Windows in which green gets no more of production, in the local time of a zone. Test routes are not frozen. Immutable.
 *
 * <pre>{@code
 * Policy.freeze(ZoneId.of("Europe/Berlin"))
 *     .window("Black Friday", LocalDateTime.parse("2026-11-27T00:00"), LocalDateTime.parse("2026-12-01T06:00"))
 * }</pre>
 *
 * <p>Where clocks go forward, a window that begins or ends in the hour that does not exist does so as much later. Where clocks go back,
 * a window begins in the first and ends in the second of the two hours that have the same name: it is never shorter than it reads.
 */
public final class FreezeWindows implements Policy {
    private final ZoneId zone;
    private final List<Window> windows;

    private record Window(String name, LocalDateTime from, LocalDateTime until) {
        Instant begin(ZoneId zone) {
            return ZonedDateTime.of(from, zone).withEarlierOffsetAtOverlap().toInstant();
        }

        Instant end(ZoneId zone) {
            return ZonedDateTime.of(until, zone).withLaterOffsetAtOverlap().toInstant();
        }
    }

    private FreezeWindows(ZoneId zone, List<Window> windows) {
        this.zone = zone;
        this.windows = List.copyOf(windows);
    }

    /**
     * {@return no windows yet}
     *
     * @param zone the time zone of the windows
     */
    static FreezeWindows in(ZoneId zone) {
        return new FreezeWindows(Given.value("zone", zone), List.of());
    }

    /**
     * {@return these windows and one more}
     *
     * @param name what it is called in explanations
     * @param from its begin, local time of the zone
     * @param until its end, which is not frozen any more; after the begin
     * @throws InvalidSpecException if it does not end after its begin
     */
    public FreezeWindows window(String name, LocalDateTime from, LocalDateTime until) {
        Window window = new Window(Given.name("name", name), Given.value("from", from), Given.value("until", until));
        if (!from.isBefore(until)) {
            throw InvalidSpecException.refused("until", until.toString(), "a time after " + from);
        }
        List<Window> more = new ArrayList<>(windows);
        more.add(window);
        return new FreezeWindows(zone, more);
    }

    @Override
    public PolicyAnswer ask(PolicyRequest request) {
        if (!request.production()) {
            return PolicyAnswer.yes();
        }
        Optional<Window> frozen = at(request.at());
        return frozen.map(window -> PolicyAnswer.no(window.name() + " is a freeze window", thaw(window)))
                .orElseGet(PolicyAnswer::yes);
    }

    private Optional<Window> at(Instant now) {
        return windows.stream()
                .filter(window -> !now.isBefore(window.begin(zone)) && now.isBefore(window.end(zone)))
                .max(Comparator.comparing(window -> window.end(zone)));
    }

    /** The end of the windows that follow one another without a gap. */
    private Instant thaw(Window window) {
        Instant end = window.end(zone);
        for (Optional<Window> next = at(end); next.isPresent(); next = at(end)) {
            end = next.get().end(zone);
        }
        return end;
    }
}
