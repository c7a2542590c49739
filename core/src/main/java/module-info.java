/**
 * The blue/green workflow as pure functions, with the model it speaks of and the events it tells.
 *
 * <p>The workflow itself is open to the testkit alone: users drive it through the engine.
 */
@SuppressWarnings("module") // the testkit is compiled after the core, so its name is not yet known here
module io.github.bluegreen4j.core {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.model;
    exports io.github.bluegreen4j.event;
    exports io.github.bluegreen4j.spi;
    exports io.github.bluegreen4j.engine;
    exports io.github.bluegreen4j.workflow to
            io.github.bluegreen4j.testkit;
}
