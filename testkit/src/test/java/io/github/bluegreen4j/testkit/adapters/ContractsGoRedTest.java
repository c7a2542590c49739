package io.github.bluegreen4j.testkit.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardContract;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardFixture;
import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookFixture;
import io.github.bluegreen4j.testkit.contract.MetricSourceContract;
import io.github.bluegreen4j.testkit.contract.MetricSourceFixture;
import io.github.bluegreen4j.testkit.contract.PolicyContract;
import io.github.bluegreen4j.testkit.contract.PolicyFixture;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import io.github.bluegreen4j.testkit.contract.TimeSourceContract;
import io.github.bluegreen4j.testkit.contract.TimeSourceFixture;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;

/** Every test of every contract fails on a port that does nothing, by an assertion of its own and not by its set-up. */
class ContractsGoRedTest {

    static class IdleRuntime extends ServiceRuntimeContract {
        @Override
        protected ServiceRuntimeFixture fixture() {
            return new RuntimeFixture(NoOp.insteadOf(ServiceRuntime.class));
        }
    }

    static class IdleAtomicRouter extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new RouterFixture(TrafficRouter.WriteMode.ATOMIC, NoOp.insteadOf(TrafficRouter.class));
        }
    }

    static class IdleBestEffortRouter extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new RouterFixture(TrafficRouter.WriteMode.BEST_EFFORT, NoOp.insteadOf(TrafficRouter.class));
        }
    }

    static class IdlePlainRouter extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new PlainRouterFixture(NoOp.insteadOf(TrafficRouter.class));
        }
    }

    static class IdleHook extends LifecycleHookContract {
        @Override
        protected LifecycleHookFixture fixture() {
            return new HookFixture(false, NoOp.insteadOf(LifecycleHook.class));
        }
    }

    static class IdleTextHook extends LifecycleHookContract {
        @Override
        protected LifecycleHookFixture fixture() {
            return new HookFixture(true, NoOp.insteadOf(LifecycleHook.class));
        }
    }

    static class IdlePolicy extends PolicyContract {
        @Override
        protected PolicyFixture fixture() {
            return new BudgetPolicyContractTest.Budget() {
                @Override
                public Policy policy() {
                    return request -> PolicyAnswer.unknown("it does nothing");
                }
            };
        }
    }

    static class IdleAlarms extends AlarmSourceContract {
        @Override
        protected AlarmSourceFixture fixture() {
            return new AlarmFixture(NoOp.insteadOf(AlarmSource.class));
        }
    }

    static class IdleMetrics extends MetricSourceContract {
        @Override
        protected MetricSourceFixture fixture() {
            return new MetricFixture(NoOp.insteadOf(MetricSource.class));
        }
    }

    static class IdleAutoScaling extends AutoScalingGuardContract {
        @Override
        protected AutoScalingGuardFixture fixture() {
            return new AutoScalingFixture(NoOp.insteadOf(AutoScalingGuard.class));
        }
    }

    static class IdleJournal extends JournalContract {
        @Override
        protected JournalFixture fixture() {
            return new InMemoryJournalFixture(NoOp.insteadOf(Journal.class));
        }
    }

    static class IdleLeases extends LeaseContract {
        @Override
        protected JournalFixture fixture() {
            return new InMemoryJournalFixture(NoOp.insteadOf(Journal.class));
        }
    }

    static class IdleTime extends TimeSourceContract {
        @Override
        protected TimeSourceFixture fixture() {
            return new TimeFixture(NoOp.insteadOf(TimeSource.class));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTestOfEveryContractFailsByItsOwnAssertionOnAPortThatDoesNothing() {
        return Stream.of(
                        IdleRuntime.class,
                        IdleAtomicRouter.class,
                        IdleBestEffortRouter.class,
                        IdlePlainRouter.class,
                        IdleHook.class,
                        IdleTextHook.class,
                        IdleAlarms.class,
                        IdleMetrics.class,
                        IdlePolicy.class,
                        IdleAutoScaling.class,
                        IdleJournal.class,
                        IdleLeases.class,
                        IdleTime.class)
                .flatMap(suite -> InheritedSuite.run(suite).entrySet().stream()
                        .map(result -> DynamicTest.dynamicTest(
                                suite.getSimpleName() + ": " + result.getKey(),
                                () -> failedByItsOwnAssertion(result.getKey(), result.getValue()))));
    }

    private static void failedByItsOwnAssertion(String test, TestExecutionResult result) {
        assertThat(result.getStatus()).as("the result of %s", test).isEqualTo(TestExecutionResult.Status.FAILED);
        Throwable thrown = result.getThrowable().orElseThrow();
        assertThat(thrown).as("what failed %s", test).isInstanceOf(AssertionError.class);
        assertThat(Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getMethodName))
                .as("where %s failed", test)
                .contains(test);
    }

    @Test
    void everyTestThatASuiteHasIsRunAndNoneIsSkipped() {
        for (Class<?> suite : List.of(SimulatedRouterContractTest.class, IdleAtomicRouter.class)) {
            Map<String, TestExecutionResult> results = InheritedSuite.run(suite);
            List<String> tests = Arrays.stream(TrafficRouterContract.class.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map(java.lang.reflect.Method::getName)
                    .toList();
            assertThat(results.keySet()).as("the tests of %s", suite).containsExactlyInAnyOrderElementsOf(tests);
            assertThat(results.values())
                    .as("their results")
                    .extracting(TestExecutionResult::getStatus)
                    .doesNotContain(TestExecutionResult.Status.ABORTED);
        }
    }
}
