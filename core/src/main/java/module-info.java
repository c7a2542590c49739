/**
 * The deployment engine: the model, the events, the ports, the engine, and the blue/green workflow as pure functions.
 *
 * <p>The workflow package is exported to the testkit only. To run a deployment, use the engine.
 */
@SuppressWarnings("module") // the testkit is compiled after the core, so its name is not yet known here
module io.github.bluegreen4j.core {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.model;
    exports io.github.bluegreen4j.event;
    exports io.github.bluegreen4j.report;
    exports io.github.bluegreen4j.spi;
    exports io.github.bluegreen4j.engine;
    exports io.github.bluegreen4j.engine.memory;
    exports io.github.bluegreen4j.story;
    exports io.github.bluegreen4j.workflow to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.state to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.rules to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.script to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.agenda to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.evolve to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.decide to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.explain to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.judge to
            io.github.bluegreen4j.testkit;
    exports io.github.bluegreen4j.workflow.plan to
            io.github.bluegreen4j.testkit;
}
