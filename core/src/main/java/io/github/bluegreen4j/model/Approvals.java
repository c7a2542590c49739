package io.github.bluegreen4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whose approval a pause needs: a number of certain people. The pause continues when that many of them have approved. Whoever ordered
 * the deployment is never one of them, and everybody counts once. One of them who answers with ROLLBACK rolls the deployment back at
 * once, whoever has approved before.
 *
 * <p>Nobody verifies an actor's name: it is what the submitting process states. A process that authenticates its users must pass on the
 * names that it has verified.
 *
 * @param needed how many must approve; 1 to the number of approvers
 * @param approvers who may approve: 1 to {@value #MAX_APPROVERS} different names in one line, each of 1 to {@value Given#MAX_NAME}
 *     characters without blanks around it. An actor is an approver if it has the same name. A name without {@code @} also stands for
 *     that user on any host: {@code alice} for {@code alice@laptop}, as the command line names its user
 */
public record Approvals(int needed, List<String> approvers) {
    /** How many approvers a pause may name. */
    public static final int MAX_APPROVERS = 100;

    private static final String NAME = "a name in one line, without blanks around it";

    /**
     * Checks the ranges.
     *
     * @param needed how many must approve
     * @param approvers who may approve
     * @throws InvalidSpecException with every value that is not allowed
     */
    public Approvals {
        SpecFaults faults = new SpecFaults();
        boolean named = faults.require(
                approvers != null && !approvers.isEmpty() && approvers.size() <= MAX_APPROVERS,
                "approvals.approvers",
                approvers,
                "1 to " + MAX_APPROVERS + " names");
        if (named) {
            checkNames(faults, approvers);
            faults.require(
                    needed >= 1 && needed <= approvers.size(),
                    "approvals.needed",
                    needed,
                    "1 to " + approvers.size() + ", the number of approvers");
        }
        faults.throwIfAny();
        approvers = List.copyOf(approvers);
    }

    private static void checkNames(SpecFaults faults, List<String> approvers) {
        for (int i = 0; i < approvers.size(); i++) {
            String field = "approvals.approvers[" + i + "]";
            String name = approvers.get(i);
            boolean valid = faults.text(field, name, Given.MAX_NAME, NAME)
                    && faults.require(name.equals(name.strip()), field, name, NAME);
            if (valid) {
                faults.require(
                        approvers.subList(0, i).stream().noneMatch(before -> isSamePerson(before, name)),
                        field,
                        name,
                        "a person who is not named before");
            }
        }
    }

    /**
     * {@return what that many of these people must approve}
     *
     * @param needed how many must approve; 1 to the number of approvers
     * @param approvers who may approve
     * @throws InvalidSpecException with every value that is not allowed
     */
    public static Approvals of(int needed, String... approvers) {
        return new Approvals(needed, Arrays.asList(Given.value("approvals.approvers", approvers)));
    }

    /**
     * {@return whether two names stand for one person: they are equal, or one of them has no host and is the user of the other}
     *
     * @param one a name
     * @param other another name
     */
    static boolean isSamePerson(String one, String other) {
        return one.equals(other) || other.equals(userOf(one)) || one.equals(userOf(other));
    }

    private static String userOf(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /**
     * {@return the approver that an actor is, as this names it; empty if it is none}
     *
     * @param actor who answers
     */
    public Optional<String> approver(String actor) {
        return approvers.stream().filter(name -> isSamePerson(name, actor)).findFirst();
    }

    /**
     * {@return who may approve what that author ordered: the approvers without the author}
     *
     * @param author who ordered the deployment; empty if unknown
     */
    public List<String> without(Optional<Command.Origin> author) {
        return approvers.stream()
                .filter(name ->
                        author.filter(by -> isSamePerson(name, by.actor())).isEmpty())
                .toList();
    }

    /**
     * {@return what is wrong with a deployment of that author, pause by pause; empty if every pause can be approved} A pause whose author
     * is unknown cannot exclude the author, so the order is refused.
     *
     * @param spec what is ordered
     * @param author who orders it; empty if unknown
     */
    public static List<InvalidSpecException.Fault> faults(DeploymentSpec spec, Optional<Command.Origin> author) {
        Given.value("spec", spec);
        Given.value("author", author);
        List<InvalidSpecException.Fault> faults = new ArrayList<>();
        for (int i = 0; i < spec.hooks().size(); i++) {
            String pause = "hooks[" + i + "]";
            spec.hooks().get(i).approvals().ifPresent(approvals -> approvals.check(pause, author, faults));
        }
        return List.copyOf(faults);
    }

    private void check(String pause, Optional<Command.Origin> author, List<InvalidSpecException.Fault> faults) {
        if (author.isEmpty()) {
            faults.add(new InvalidSpecException.Fault(
                    "actor",
                    "(missing)",
                    "the name of who orders: " + pause + " needs approvals, and the author's own does not count"));
        } else if (without(author).size() < needed) {
            faults.add(new InvalidSpecException.Fault(
                    pause + ".approvals.approvers",
                    String.join(", ", approvers),
                    needed + " or more people beside " + author.get().actor() + ", who orders the deployment"));
        }
    }

    /** {@code 2 of alice, bob, carol}. */
    @Override
    public String toString() {
        return needed + " of " + String.join(", ", approvers);
    }
}
