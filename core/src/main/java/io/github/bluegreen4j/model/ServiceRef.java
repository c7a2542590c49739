package io.github.bluegreen4j.model;

/**
 * Names a service.
 *
 * @param cluster the cluster it runs in; 1 to 512 characters, not blank
 * @param name its name within the cluster; 1 to 512 characters, not blank
 */
public record ServiceRef(String cluster, String name) {

    /** Checks both names. */
    public ServiceRef {
        Faults faults = new Faults();
        check(faults, cluster, name);
        faults.throwIfAny();
    }

    static void check(Faults faults, String cluster, String name) {
        faults.text("service.cluster", cluster, Given.MAX_NAME, "the name of a cluster");
        faults.text("service.name", name, Given.MAX_NAME, "the name of a service");
    }

    /** {@code cluster/name}. */
    @Override
    public String toString() {
        return cluster + "/" + name;
    }
}
