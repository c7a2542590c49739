/**
 * The content of a journal as JSON that people can read.
 *
 * <p>{@link io.github.bluegreen4j.journal.json.JournalCodec} writes an event as one JSON object:
 *
 * <pre>{@code
 * {"type":"RouteShifted","at":"2026-03-01T12:04:10Z","reading":{"route":"production","split":{"blue":90,"green":10},
 *  "fingerprint":"f-7","settle":"PT0S"},"settlesAt":"2026-03-01T12:04:10Z"}
 * }</pre>
 *
 * <p>{@link io.github.bluegreen4j.journal.json.ModelCodec} writes specifications and descriptions of deployments in the same form, for
 * programs.
 *
 * <p>{@code Vocabulary} lists the names of all types and members explicitly: a class or a component may be renamed, a
 * name in the journal may not. Times are ISO 8601 texts ({@code "PT10M"} is ten minutes), shares are
 * numbers in percent, and routes, target groups and revisions are texts. What is absent is omitted.
 *
 * <p>A <em>shape</em> defines how one kind of value is written and read. There are small shapes for texts and
 * numbers, and a record is written component by component, each by the shape of its type. Values are read through
 * their own constructors, so a value that its type does not allow cannot be read.
 *
 * <p>Journals are kept for years. An unknown member is ignored, and a new member has a default. Any other change
 * needs an {@linkplain io.github.bluegreen4j.journal.json.Upcasters upcaster}. The tests contain old journals, and
 * every build reads them.
 */
@NullMarked
package io.github.bluegreen4j.journal.json;

import org.jspecify.annotations.NullMarked;
