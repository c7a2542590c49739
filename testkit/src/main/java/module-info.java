/**
 * Virtual time, a simulated world and contract suites for the engine and its ports.
 *
 * <p>JUnit and AssertJ are optional. Only the extension, the assertions and the contract suites need them.
 */
module io.github.bluegreen4j.testkit {
    requires transitive io.github.bluegreen4j.core;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static org.junit.jupiter.api; // not transitive, or users without JUnit could not compile
    requires static org.assertj.core; // for the assertions and the contract suites

    exports io.github.bluegreen4j.testkit.assertj;
    exports io.github.bluegreen4j.testkit.contract;
    exports io.github.bluegreen4j.testkit.fault;
    exports io.github.bluegreen4j.testkit.history;
    exports io.github.bluegreen4j.testkit.junit;
    exports io.github.bluegreen4j.testkit.metrics;
    exports io.github.bluegreen4j.testkit.simulation;
    exports io.github.bluegreen4j.testkit.time;
    exports io.github.bluegreen4j.testkit.world;

    opens io.github.bluegreen4j.testkit.contract; // JUnit calls what the suites inherit
}
