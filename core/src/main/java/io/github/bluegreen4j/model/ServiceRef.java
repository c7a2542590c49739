package io.github.bluegreen4j.model;

/**
 * Names a service. Amazon ECS allows 255 characters for each of the two names, and an ARN in place of the cluster's
 * name.
 *
 * @param cluster the cluster of the service; one line of 1 to 512 characters, not blank, without control characters
 * @param name the name of the service within the cluster; same rules. Both names together have at most 1,000 bytes in
 *     UTF-8
 */
public record ServiceRef(String cluster, String name) {

    /**
     * Checks both names.
     *
     * @param cluster the cluster of the service
     * @param name the name of the service within the cluster
     * @throws InvalidSpecException with every name that is not allowed
     */
    public ServiceRef {
        SpecFaults faults = new SpecFaults();
        check(faults, cluster, name);
        faults.throwIfAny();
    }

    static void check(SpecFaults faults, String cluster, String name) {
        boolean named = faults.name("service.cluster", cluster, "the name of a cluster");
        if (faults.name("service.name", name, "the name of a service") && named) {
            faults.fitsIntoAKey("service", cluster + "/" + name, "the names of a cluster and of a service in it");
        }
    }

    /** {@code cluster/name}. */
    @Override
    public String toString() {
        return cluster + "/" + name;
    }
}
