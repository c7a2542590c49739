package io.github.bluegreen4j.aws.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a kind of event is added, somebody decides whether EventBridge gets it, and adds its name here. */
class EventBridgeKindsTest {
    private static final String PUBLISHED = """
            DeploymentStarted StageEntered RollbackStarted DeploymentEnded RouteShifted RouteRestored
            HookStarted HookSucceeded HookFailed HookTimedOut
            """;

    private static final String NOT_PUBLISHED = """
            DeploymentCreated DeploymentAdmitted DeploymentRefused PreflightWarned ReconciliationChosen ServiceReconciled
            BakeStarted BakePaused BakeEnded CleanUpGateOpened KeepingEnded DrainStarted DrainEnded CommandAnswered
            RollbackRequested StopRequested RollbackInsisted RollbackOverdue CleanUpOverdue ClosingStarted
            ClosingOverdue EngineStalled EndObserved EngineResumed InvariantBroken
            WorkOwed WorkWithdrawn WorkUncertain ResourceQuieted WorkWaiting WorkRefused
            ScaleInRead ScaleInSuspended ScaleInRestored RevisionLaunched RevisionScaled RouteSettled
            RouteLeftAlone PrimaryMade RevisionRetired LeftOverRetired BlueKept BlueReduced
            HookProgressed ApprovalGiven ApprovalWithdrawn
            ConditionChanged GreenMissing DesiredCountRose GreenTasksCounted AlarmsIgnored AlarmRearmed DriftFound
            ComparisonStarted GreenJudged EvidenceAwaited EvidenceWaived
            """;

    @Test
    void everyKindOfEventIsPublishedOrNot() {
        assertThat((PUBLISHED + NOT_PUBLISHED).strip().split("\\s+"))
                .containsExactlyInAnyOrderElementsOf(
                        kinds(DeploymentEvent.class).map(Class::getSimpleName).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventBridgeKindsTest::kinds)
                : Stream.of(type);
    }
}
