package io.github.bluegreen4j.awstestkit;

import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The IAM actions that are denied. At first there are none. */
final class Permissions {
    private final Arns arns;
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    Permissions(Arns arns) {
        this.arns = arns;
    }

    void deny(String action) {
        denied.add(action);
    }

    void permit(String action) {
        denied.remove(action);
    }

    boolean isDenied(String action) {
        return !denied.isEmpty() && isAmong(action);
    }

    private boolean isAmong(String action) {
        return denied.contains(action)
                || denied.contains(action.substring(0, action.indexOf(':') + 1) + "*")
                || denied.contains("*");
    }

    /** Returns AWS's refusal with the full message. */
    AwsRefusal denial(Api api, String action, List<String> resources) {
        return api.denied("User: arn:aws:iam::" + arns.account() + ":user/deployer is not authorized to perform: "
                + action + " on resource: " + (resources.isEmpty() ? "*" : resources.get(0))
                + " because no identity-based policy allows the " + action + " action");
    }
}
