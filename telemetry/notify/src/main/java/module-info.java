/** Messages about deployments over HTTP: CDEvents, and incoming webhooks of Slack and Microsoft Teams. */
module io.github.bluegreen4j.notify {
    requires transitive io.github.bluegreen4j.core;
    requires transitive java.net.http;
    requires static transitive org.jspecify;

    exports io.github.bluegreen4j.notify;
}
