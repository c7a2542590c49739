package io.github.bluegreen4j.examples.kills;

/**
 * Who writes a route, as kept with the write.
 *
 * @param engine the engine's name
 * @param fence the fence of its claim on the route's service
 */
record Signature(String engine, long fence) {

    static Signature parse(String text) {
        String[] parts = text.split("#", -1);
        return new Signature(parts[0], Long.parseLong(parts[1]));
    }

    /** The service of a route: what its name ends with. */
    static String service(String route) {
        return route.substring(route.lastIndexOf('-') + 1);
    }

    @Override
    public String toString() {
        return engine + "#" + fence;
    }
}
