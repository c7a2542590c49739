/** Rollouts: many deployments in waves, on the same journal. */
module io.github.bluegreen4j.rollout {
    requires transitive io.github.bluegreen4j.core;
    requires io.github.bluegreen4j.journal;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.rollout;
}
