/**
 * The web console: pages about the deployments of a journal, which change while somebody looks at them. It uses the journal, optionally an
 * engine, and the timeline; it has no server of its own, and a host mounts it. Start reading at {@code Console}.
 */
@NullMarked
package io.github.bluegreen4j.console;

import org.jspecify.annotations.NullMarked;
