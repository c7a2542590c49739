/** The web console, a handler that any Java web server can mount. */
module io.github.bluegreen4j.console {
    requires transitive io.github.bluegreen4j.core;
    requires io.github.bluegreen4j.timeline;
    requires transitive jdk.httpserver;
    requires org.slf4j;
    requires static transitive io.github.bluegreen4j.rollout;
    requires static transitive jakarta.servlet;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.console;
}
