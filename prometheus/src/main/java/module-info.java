/** Metrics of target groups from Prometheus, for the analysis of deployments. */
module io.github.bluegreen4j.prometheus {
    requires transitive io.github.bluegreen4j.core;
    requires transitive java.net.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.prometheus;
}
