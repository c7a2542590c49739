/**
 * Specifications as files, in the words of Amazon ECS: read, written and imported. It uses the model and its JSON form, never an
 * engine. Start reading at {@link io.github.bluegreen4j.file.SpecFile}.
 *
 * <p>A file is parsed to a tree that knows its lines ({@code SourceDocument}), checked against the published JSON Schema ({@code
 * SchemaCheck}), and translated member by member to the JSON form of a specification ({@code SpecReader}); {@code SpecWriter}
 * translates back.
 */
@NullMarked
package io.github.bluegreen4j.file;

import org.jspecify.annotations.NullMarked;
