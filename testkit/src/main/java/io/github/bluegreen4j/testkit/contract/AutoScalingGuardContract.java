package io.github.bluegreen4j.testkit.contract;

import static io.github.bluegreen4j.testkit.contract.Expectations.OVER;
import static io.github.bluegreen4j.testkit.contract.Expectations.eventually;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectNotDone;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectUnavailable;
import static io.github.bluegreen4j.testkit.contract.Expectations.steadily;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AutoScalingGuard} of a world with an autoscaler has to keep. */
@SuppressWarnings("exports") // whoever inherits it brings JUnit
public abstract class AutoScalingGuardContract {
    private static final ScaleInSetting ALLOWED = new ScaleInSetting(true, false);
    private static final ScaleInSetting SUSPENDED = new ScaleInSetting(true, true);

    private AutoScalingGuardFixture fixture;

    /** A fresh world for each test. */
    protected abstract AutoScalingGuardFixture fixture();

    @BeforeEach
    final void prepare() {
        fixture = fixture();
    }

    @AfterEach
    final void tearDown() {
        fixture.close();
    }

    private void reads(ServiceRef service, ScaleInSetting expected) {
        eventually(
                fixture,
                () -> assertThat(fixture.guard().read(service))
                        .as("the scale-in setting of %s", service)
                        .isEqualTo(expected));
    }

    private void isSuspended(boolean suspended) {
        eventually(
                fixture,
                () -> assertThat(fixture.isSuspended())
                        .as("whether the autoscaler sees scale-in suspended")
                        .isEqualTo(suspended));
    }

    /** Protects from a deployment during which the autoscaler takes the capacity away that a rollback needs. */
    @Test
    public final void aSuspensionOfSomebodyElseIsReadAsItIs() {
        reads(fixture.scaled(), ALLOWED);
        fixture.setByHand(true);
        reads(fixture.scaled(), SUSPENDED);
        fixture.setByHand(false);
        reads(fixture.scaled(), ALLOWED);
    }

    /** Protects from a deployment that waits for a suspension where nothing can be suspended. */
    @Test
    public final void aServiceWithoutAnAutoscalerIsNotScalable() {
        reads(fixture.unscaled(), ScaleInSetting.NOT_SCALABLE);
    }

    /** Protects from a suspension that is recorded but does not bind the autoscaler. */
    @Test
    public final void suspendingSuspends() {
        fixture.guard().suspend(fixture.scaled());
        isSuspended(true);
        reads(fixture.scaled(), SUSPENDED);
    }

    /** Protects from work that is done again after a crash and then fails, or toggles. */
    @Test
    public final void suspendingAgainChangesNothing() {
        fixture.guard().suspend(fixture.scaled());
        isSuspended(true);
        fixture.guard().suspend(fixture.scaled());
        steadily(fixture, () -> isSuspended(true));
    }

    /** Protects from a suspension that survives its deployment: the service never shrinks again. */
    @Test
    public final void restoringEndsTheSuspension() {
        fixture.guard().suspend(fixture.scaled());
        isSuspended(true);
        fixture.guard().restore(fixture.scaled());
        isSuspended(false);
        reads(fixture.scaled(), ALLOWED);
    }

    /** Protects from a restoration that is done again after a crash and then fails, or toggles. */
    @Test
    public final void restoringAgainChangesNothing() {
        fixture.setByHand(true);
        fixture.guard().restore(fixture.scaled());
        isSuspended(false);
        fixture.guard().restore(fixture.scaled());
        steadily(fixture, () -> isSuspended(false));
    }

    /** Protects from scale-out, schedules or limits that are reset along with the flag. */
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

    /** Protects from the change of an engine that was stopped for so long that another engine owns the service. */
    @Test
    public final void aChangeThatMayNotBeSentAnyMoreIsNotSent() {
        expectUnavailable(
                "suspend without a permit", () -> fixture.guard().within(OVER).suspend(fixture.scaled()));
        steadily(fixture, () -> isSuspended(false));
        fixture.guard().within(SendPermit.always()).suspend(fixture.scaled());
        isSuspended(true);
        expectUnavailable(
                "restore without a permit", () -> fixture.guard().within(OVER).restore(fixture.scaled()));
        steadily(fixture, () -> isSuspended(true));
    }

    /** Protects from an outage that looks like a service without an autoscaler, whose scale-in then stays as it is. */
    @Test
    public final void whatCanNotBeReadOrChangedIsThrown() {
        fixture.goOutOfReach();
        expectUnavailable("read", () -> fixture.guard().read(fixture.scaled()));
        expectNotDone("suspend", () -> fixture.guard().suspend(fixture.scaled()));
        expectNotDone("restore", () -> fixture.guard().restore(fixture.scaled()));
    }
}
