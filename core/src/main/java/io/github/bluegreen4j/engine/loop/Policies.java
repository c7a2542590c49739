package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.Permission;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policies of one engine, by name. A policy that fails has not said yes. */
public final class Policies {
    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

    private final Map<String, Policy> policies;
    private final TimeSource time;
    private final FailureLog failureLog;
    private final LineReadings line = new LineReadings(Duration.ofSeconds(1));

    public Policies(Map<String, Policy> policies, TimeSource time) {
        this.policies = new LinkedHashMap<>(policies);
        this.time = time;
        this.failureLog = new FailureLog(new EngineClock(time)::now);
    }

    /**
     * Asks every policy, with the time of this moment, and reads last whether the line is stopped. All are asked, so that people see
     * everything that forbids it.
     */
    Permission ask(Optional<PolicyRequest> request, Journal journal) throws InterruptedException {
        List<String> refusals = new ArrayList<>();
        if (request.isPresent()) {
            answers(request.get()).forEach((name, answer) -> {
                if (!answer.isYes()) {
                    refusals.add(name + ": " + answer);
                }
            });
        }
        line.read(journal).filter(Journal.Line::stopped).ifPresent(stopped -> refusals.add(0, stopped.toString()));
        return new Permission(refusals);
    }

    /** What every policy answers at this moment, by name. */
    public Map<String, PolicyAnswer> answers(PolicyRequest request) throws InterruptedException {
        PolicyRequest now = request.at(time.wall());
        Map<String, PolicyAnswer> answers = new LinkedHashMap<>();
        for (Map.Entry<String, Policy> policy : policies.entrySet()) {
            answers.put(policy.getKey(), answer(policy.getKey(), policy.getValue(), now));
        }
        return answers;
    }

    private PolicyAnswer answer(String name, Policy policy, PolicyRequest request) throws InterruptedException {
        try {
            return Defects.present(policy.ask(request), "Policy.ask");
        } catch (RuntimeException | Error thrown) {
            if (Thread.interrupted()) {
                throw new InterruptedException("policy " + name + " was interrupted");
            }
            if (thrown instanceof VirtualMachineError) {
                throw thrown;
            }
            // Each policy is a failure of its own, also if two fail at the same place.
            failureLog.warn(
                    LOG,
                    thrown,
                    "Policy " + name.replace("{}", "{ }")
                            + " failed, so green of deployment {} gets no more weight until it answers",
                    request.deployment());
            return PolicyAnswer.unknown("it failed with " + Defects.text(thrown));
        }
    }
}
