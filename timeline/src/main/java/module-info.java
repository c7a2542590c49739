/** Timelines of deployments, for the terminal, as Mermaid and as HTML. */
module io.github.bluegreen4j.timeline {
    requires transitive io.github.bluegreen4j.core;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.timeline;
}
