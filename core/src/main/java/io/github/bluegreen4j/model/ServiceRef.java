package io.github.bluegreen4j.model;

/**
 * Names a service.
 *
 * @param cluster the cluster it runs in; not blank
 * @param name its name within the cluster; not blank
 */
public record ServiceRef(String cluster, String name) {

    /** Checks both names. */
    public ServiceRef {
        Faults faults = new Faults();
        check(faults, cluster, name);
        faults.throwIfAny();
    }

    static void check(Faults faults, String cluster, String name) {
        faults.text("service.cluster", cluster, "the name of a cluster");
        faults.text("service.name", name, "the name of a service");
    }

    /** {@code cluster/name}. */
    @Override
    public String toString() {
        return cluster + "/" + name;
    }
}
