package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import org.junit.jupiter.api.Test;

/** The requirements on every {@link AutoScalingGuard}. */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class AutoScalingGuardContract extends ContractSuite<AutoScalingGuardFixture> {
    private static final ScaleInSetting ALLOWED = new ScaleInSetting(true, false);
    private static final ScaleInSetting SUSPENDED = new ScaleInSetting(true, true);

    private void reads(ServiceRef service, ScaleInSetting expected) {
        eventually(() -> assertThat(fixture.guard().read(service))
                .as("the scale-in setting of %s", service)
                .isEqualTo(expected));
    }

    private void isSuspended(boolean suspended) {
        eventually(() -> assertThat(fixture.isSuspended())
                .as("whether the autoscaler sees scale-in suspended")
                .isEqualTo(suspended));
    }

    /** Prevents an engine from ending a suspension that someone else had set before the deployment. */
    @Test
    public final void aSuspensionOfSomebodyElseIsReadAsItIs() {
        reads(fixture.scaled(), ALLOWED);
        fixture.setByHand(true);
        reads(fixture.scaled(), SUSPENDED);
        fixture.setByHand(false);
        reads(fixture.scaled(), ALLOWED);
    }

    /** Prevents a deployment that waits for a suspension where nothing can be suspended. */
    @Test
    public final void aServiceWithoutAnAutoscalerIsNotScalable() {
        reads(fixture.unscaled(), ScaleInSetting.NOT_SCALABLE);
    }

    /** Prevents a suspension that is recorded but does not bind the autoscaler. */
    @Test
    public final void suspendingSuspends() {
        fixture.guard().suspend(fixture.scaled());
        isSuspended(true);
        reads(fixture.scaled(), SUSPENDED);
    }

    /** Prevents a retry after a crash that fails or toggles the flag. */
    @Test
    public final void suspendingAgainChangesNothing() {
        fixture.guard().suspend(fixture.scaled());
        isSuspended(true);
        fixture.guard().suspend(fixture.scaled());
        steadily(() -> isSuspended(true));
    }

    /** Prevents a suspension that outlives its deployment, so that the service never scales in again. */
    @Test
    public final void restoringEndsTheSuspension() {
        fixture.guard().suspend(fixture.scaled());
        isSuspended(true);
        fixture.guard().restore(fixture.scaled());
        isSuspended(false);
        reads(fixture.scaled(), ALLOWED);
    }

    /** Prevents a retry after a crash that fails or toggles the flag. */
    @Test
    public final void restoringAgainChangesNothing() {
        fixture.setByHand(true);
        fixture.guard().restore(fixture.scaled());
        isSuspended(false);
        fixture.guard().restore(fixture.scaled());
        steadily(() -> isSuspended(false));
    }

    /** Prevents the loss of limits, schedules or the suspension of scale-out. */
    @Test
    public final void onlyTheOneFlagIsChanged() {
        String before = fixture.everythingElse();
        fixture.guard().suspend(fixture.scaled());
        isSuspended(true);
        assertThat(fixture.everythingElse())
                .as("all but the flag while suspended")
                .isEqualTo(before);
        fixture.guard().restore(fixture.scaled());
        isSuspended(false);
        assertThat(fixture.everythingElse())
                .as("all but the flag when restored")
                .isEqualTo(before);
    }

    /** Prevents a change by an engine that paused for so long that another engine owns the service. */
    @Test
    public final void aChangeThatMayNotBeSentAnyMoreIsNotSent() {
        expectUnavailable(
                "suspend without a permit", () -> fixture.guard().within(OVER).suspend(fixture.scaled()));
        steadily(() -> isSuspended(false));
        fixture.guard().within(SendPermit.always()).suspend(fixture.scaled());
        isSuspended(true);
        expectUnavailable(
                "restore without a permit", () -> fixture.guard().within(OVER).restore(fixture.scaled()));
        steadily(() -> isSuspended(true));
    }

    /** Prevents an outage that looks like a service without an autoscaler. */
    @Test
    public final void whatCanNotBeReadOrChangedIsThrown() {
        fixture.goOutOfReach();
        expectUnavailable("read", () -> fixture.guard().read(fixture.scaled()));
        expectNotDone("suspend", () -> fixture.guard().suspend(fixture.scaled()));
        expectNotDone("restore", () -> fixture.guard().restore(fixture.scaled()));
    }
}
