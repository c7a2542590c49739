/**
 * Virtual time, a simulated world and a state-space explorer for the engine and its ports.
 *
 * <p>JUnit is optional: without it everything works but the extension.
 */
module io.github.bluegreen4j.testkit {
    requires transitive io.github.bluegreen4j.core;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static org.junit.jupiter.api; // not transitive, or users without JUnit could not compile
    requires static org.assertj.core; // for the contract suites, as JUnit is

    exports io.github.bluegreen4j.testkit.explorer;
    exports io.github.bluegreen4j.testkit.contract;
    exports io.github.bluegreen4j.testkit.fault;
    exports io.github.bluegreen4j.testkit.simulation;
    exports io.github.bluegreen4j.testkit.time;
    exports io.github.bluegreen4j.testkit.world;

    opens io.github.bluegreen4j.testkit.contract; // JUnit calls what the suites inherit
}
