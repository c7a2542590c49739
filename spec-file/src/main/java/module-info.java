/** Specifications of deployments as YAML or JSON files, in the words of Amazon ECS. */
module io.github.bluegreen4j.file {
    requires transitive io.github.bluegreen4j.core;
    requires io.github.bluegreen4j.journal;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.networknt.schema;
    requires org.snakeyaml.engine;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.file;
}
