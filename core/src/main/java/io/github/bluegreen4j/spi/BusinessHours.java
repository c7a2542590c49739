package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hours in which green may get more of production, in the local time of a zone: by default Monday to Friday, 9:00 to 17:00. Test routes
 * are not bound to them. Immutable. Local times are what the clocks on the wall show, also on the days on which they are changed: an hour
 * that does not exist is skipped, and one that comes twice counts twice.
 */
public final class BusinessHours implements Policy {
    private static final int LONGEST_SEARCH = 400;

    private final ZoneId zone;
    private final Set<DayOfWeek> days;
    private final LocalTime from;
    private final LocalTime until;
    private final Set<LocalDate> closed;

    private BusinessHours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime until, Set<LocalDate> closed) {
        this.zone = zone;
        this.days = days;
        this.from = from;
        this.until = until;
        this.closed = closed;
    }

    /**
     * {@return Monday to Friday, 9:00 to 17:00}
     *
     * @param zone the time zone of the hours
     */
    static BusinessHours in(ZoneId zone) {
        return new BusinessHours(
                Given.value("zone", zone),
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                LocalTime.of(9, 0),
                LocalTime.of(17, 0),
                Set.of());
    }

    /**
     * {@return the same with other hours}
     *
     * @param newFrom the begin
     * @param newUntil the end, which is closed again; after the begin
     * @throws InvalidSpecException if they do not end after their begin
     */
    public BusinessHours hours(LocalTime newFrom, LocalTime newUntil) {
        if (!Given.value("from", newFrom).isBefore(Given.value("until", newUntil))) {
            throw InvalidSpecException.refused("until", newUntil.toString(), "a time after " + newFrom);
        }
        return new BusinessHours(zone, days, newFrom, newUntil, closed);
    }

    /**
     * {@return the same on other days}
     *
     * @param newDays the days of the week; at least one
     * @throws InvalidSpecException if there is none
     */
    public BusinessHours days(Set<DayOfWeek> newDays) {
        if (Given.set("days", newDays).isEmpty()) {
            throw InvalidSpecException.refused("days", "[]", "at least one day of the week");
        }
        return new BusinessHours(zone, Collections.unmodifiableSet(EnumSet.copyOf(newDays)), from, until, closed);
    }

    /**
     * {@return the same with one more day that is closed}
     *
     * @param day a holiday
     */
    public BusinessHours closedOn(LocalDate day) {
        Set<LocalDate> more = new TreeSet<>(closed);
        more.add(Given.value("day", day));
        return new BusinessHours(zone, days, from, until, Collections.unmodifiableSet(more));
    }

    @Override
    public PolicyAnswer ask(PolicyRequest request) {
        ZonedDateTime now = request.at().atZone(zone);
        LocalTime time = now.toLocalTime();
        boolean open = isOpenOn(now.toLocalDate()) && !time.isBefore(from) && time.isBefore(until);
        if (!request.production() || open) {
            return PolicyAnswer.yes();
        }
        String reason = "outside of business hours, " + from + " to " + until + " in " + zone;
        LocalDate day =
                time.isBefore(from) ? now.toLocalDate() : now.toLocalDate().plusDays(1);
        for (int i = 0; i < LONGEST_SEARCH; i++, day = day.plusDays(1)) {
            if (isOpenOn(day)) {
                Instant opens = ZonedDateTime.of(day, from, zone).toInstant();
                return PolicyAnswer.no(reason, opens);
            }
        }
        return PolicyAnswer.no(reason);
    }

    private boolean isOpenOn(LocalDate day) {
        return days.contains(day.getDayOfWeek()) && !closed.contains(day);
    }
}
