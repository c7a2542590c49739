/**
 * What a journal keeps, as JSON that a human can read.
 *
 * <p>{@link io.github.bluegreen4j.journal.json.JournalCodec} writes an event as one JSON object:
 *
 * <pre>{@code
 * {"type":"RouteShifted","at":"2026-03-01T12:04:10Z","reading":{"route":"production","split":{"blue":90,"green":10},
 *  "fingerprint":"f-7","settle":"PT0S"},"settlesAt":"2026-03-01T12:04:10Z"}
 * }</pre>
 *
 * <p>The names of types and members are written down here, one by one, and have nothing to do with those of Java: a class may
 * be renamed, a journal may not. Times are ISO 8601 texts ({@code "PT10M"} is ten minutes), shares are numbers of percent, the
 * name of a route, a target group or a revision is a text, and what is absent is left out.
 *
 * <p>A <em>shape</em> says how one kind of value is written and read: small shapes for texts and numbers, then those of the
 * model, then one for each event. Values are made by their own constructors, so nothing is read that could not have been made.
 *
 * <p>A journal is kept for years. A member that is not known is ignored; a new one has a default; what can't be said so is the
 * work of an {@linkplain io.github.bluegreen4j.journal.json.Upcasters upcaster}. Journals of old are kept with the tests, and
 * every build reads them.
 */
@NullMarked
package io.github.bluegreen4j.journal.json;

import org.jspecify.annotations.NullMarked;
