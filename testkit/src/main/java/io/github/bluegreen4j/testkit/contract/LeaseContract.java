package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The requirements on the leases of every {@link Journal}: a service belongs to at most one engine, and a dead engine loses
 * it.
 */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class LeaseContract extends JournalSuite {

    private void refused(String engine) {
        assertThat(journal.claim(SHOP, engine)).as("the fence of %s", engine).isEmpty();
    }

    /** Prevents two engines that act on one service. */
    @Test
    public final void aServiceIsOneEnginesWhileItsLeaseHolds() {
        long fence = claimed(SHOP, ENGINE);
        journal.renew(OTHER_ENGINE, fixture.lease());
        refused(OTHER_ENGINE);
        assertThat(fixture.elsewhere().claim(SHOP, OTHER_ENGINE))
                .as("the fence of the other engine in its own process")
                .isEmpty();
        assertThat(claimed(SHOP, ENGINE))
                .as("the fence of the engine that has it already")
                .isEqualTo(fence);
    }

    /** Prevents a claim that others may take over at once because its engine has no lease. */
    @Test
    public final void anEngineWithoutALeaseClaimsNothing() {
        refused(ENGINE);
        long fence = claimed(SHOP, ENGINE);
        leasesRunOut();
        refused(OTHER_ENGINE);
        assertThat(claimed(SHOP, ENGINE)).as("the fence after all").isEqualTo(fence);
    }

    /** Prevents a live engine from losing its services: one renewal extends all its claims. */
    @Test
    public final void renewingHoldsAllClaimsOfAnEngine() {
        long shop = claimed(SHOP, ENGINE);
        long bank = claimed(BANK, ENGINE);
        for (int third = 0; third < 5; third++) {
            fixture.letPass(fixture.lease().dividedBy(3));
            journal.renew(OTHER_ENGINE, fixture.lease());
            refused(OTHER_ENGINE);
            journal.renew(ENGINE, fixture.lease());
        }
        assertThat(journal.claim(BANK, OTHER_ENGINE))
                .as("the other engine's fence")
                .isEmpty();
        assertThat(journal.claim(SHOP, ENGINE))
                .as("the fence of the first service")
                .contains(shop);
        assertThat(journal.claim(BANK, ENGINE))
                .as("the fence of the second service")
                .contains(bank);
    }

    /** Prevents a service that no engine deploys any more because its engine died. */
    @Test
    public final void aServiceIsTakenOverAfterTheLeaseHasRunOutAndTheFenceRises() {
        long before = claimed(SHOP, ENGINE);
        leasesRunOut();
        long after = claimed(SHOP, OTHER_ENGINE);
        assertThat(after).as("the fence after the take-over").isGreaterThan(before);
        journal.renew(ENGINE, fixture.lease());
        refused(ENGINE);
    }

    /** Prevents a needless take-over: an engine that paused keeps its fence if no other engine claimed the service. */
    @Test
    public final void anEngineThatComesBackInTimeKeepsItsFence() {
        long fence = claimed(SHOP, ENGINE);
        leasesRunOut();
        assertThat(claimed(SHOP, ENGINE)).as("the fence after a long sleep").isEqualTo(fence);
        journal.renew(OTHER_ENGINE, fixture.lease());
        refused(OTHER_ENGINE);
    }

    /** Prevents waiting for the lease of an engine that has released the service, and a fence that starts again. */
    @Test
    public final void aReleasedServiceIsFreeAndItsFenceIsRemembered() {
        long first = claimed(SHOP, ENGINE);
        journal.release(SHOP, ENGINE);
        long second = claimed(SHOP, OTHER_ENGINE);
        assertThat(second).as("the second fence").isGreaterThan(first);
        journal.release(SHOP, OTHER_ENGINE);
        long third = claimed(SHOP, OTHER_ENGINE);
        assertThat(third).as("the fence of the same engine after its release").isGreaterThan(second);
    }

    /** Prevents an engine from releasing another engine's service when it closes. */
    @Test
    public final void aClaimThatIsNotHeldIsNotReleased() {
        long fence = claimed(SHOP, ENGINE);
        journal.release(SHOP, OTHER_ENGINE);
        journal.release(BANK, OTHER_ENGINE);
        journal.renew(OTHER_ENGINE, fixture.lease());
        refused(OTHER_ENGINE);
        assertThat(journal.claim(SHOP, ENGINE)).as("the fence").contains(fence);
    }

    /** Prevents a service that stays claimed, or is taken from its owner, because many are released at once. */
    @Test
    public final void manyAreReleasedAtOnceAndOnlyThoseThatAreHeld() {
        long shop = claimed(SHOP, ENGINE);
        claimed(BANK, OTHER_ENGINE);
        journal.release(List.of(BANK, new ServiceRef("prod", "never-claimed"), SHOP), ENGINE);
        assertThat(journal.claim(BANK, ENGINE))
                .as("the fence of what another engine has")
                .isEmpty();
        journal.renew(OTHER_ENGINE, fixture.lease());
        assertThat(journal.claim(SHOP, OTHER_ENGINE).orElseThrow())
                .as("the fence of what was released")
                .isGreaterThan(shop);
        journal.release(List.of(), ENGINE);
    }

    /** Prevents two engines that start at the same moment from owning one service. */
    @Test
    public final void ofSeveralEnginesThatClaimAtOnceOneSucceeds() {
        List<Optional<Long>> fences = together(4, number -> {
            journal.renew("engine-" + number, fixture.lease());
            return journal.claim(SHOP, "engine-" + number);
        });
        assertThat(fences)
                .as("the fences of four engines")
                .filteredOn(Optional::isPresent)
                .hasSize(1);
    }

    /** Prevents an early take-over: a lease counts from its last renewal. */
    @Test
    public final void aLeaseCountsFromItsLastRenewal() {
        claimed(SHOP, ENGINE);
        fixture.letPass(fixture.lease().dividedBy(2));
        journal.renew(ENGINE, fixture.lease());
        fixture.letPass(fixture.lease().multipliedBy(2).dividedBy(3));
        journal.renew(OTHER_ENGINE, fixture.lease());
        refused(OTHER_ENGINE);
        leasesRunOut();
        claimed(SHOP, OTHER_ENGINE);
    }

    /** Prevents an engine that returns after its lease expired from getting a service that another engine has claimed. */
    @Test
    public final void anEngineThatComesBackLateIsRefusedWhatAnotherHas() {
        claimed(SHOP, ENGINE);
        leasesRunOut();
        claimed(SHOP, OTHER_ENGINE);
        journal.renew(ENGINE, fixture.lease());
        refused(ENGINE);
        journal.release(SHOP, ENGINE);
        refused(ENGINE);
        journal.release(SHOP, OTHER_ENGINE);
        claimed(SHOP, ENGINE);
    }

    /** Prevents an engine from reading and claiming in vain, again and again, what others work on. */
    @Test
    public final void whatAnotherEngineWorksOnIsNotDue() {
        long shop = claimed(SHOP, ENGINE);
        long bank = claimed(BANK, OTHER_ENGINE);
        kept(waking(first(ONE, SHOP, shop), Optional.of(SOON)));
        kept(first(TWO, BANK, bank));
        journal.submit(TWO, "c-1", new Command.SkipBake());
        journal.renew(ENGINE, fixture.lease());
        journal.renew(OTHER_ENGINE, fixture.lease());
        assertThat(dueFor(ENGINE)).as("due for one engine").containsExactly(ONE);
        journal.renew(ENGINE, fixture.lease());
        assertThat(dueFor(OTHER_ENGINE)).as("due for the other").containsExactly(TWO);
        journal.release(SHOP, ENGINE);
        assertThat(dueFor(OTHER_ENGINE))
                .as("due for the other when the first service is free")
                .containsExactly(ONE, TWO);
    }

    /** Prevents a deployment that no engine takes over because it is due for its dead engine only. */
    @Test
    public final void whatADeadEngineHadIsDue() {
        long fence = claimed(SHOP, ENGINE);
        kept(waking(first(ONE, SHOP, fence), Optional.of(SOON)));
        journal.renew(ENGINE, fixture.lease());
        assertThat(dueFor(OTHER_ENGINE)).as("due while the engine lives").isEmpty();
        leasesRunOut();
        assertThat(dueFor(OTHER_ENGINE)).as("due when its lease has run out").containsExactly(ONE);
        assertThat(dueFor(ENGINE))
                .as("due for the engine itself when its lease has run out")
                .containsExactly(ONE);
        journal.renew(ENGINE, fixture.lease());
        assertThat(dueFor(OTHER_ENGINE)).as("due when the engine is back").isEmpty();
    }

    /** Prevents a take-over that is too late or too early because the clocks of the two engines differ. */
    @Test
    public final void theClocksOfEnginesNeitherDelayNorHastenATakeOver() {
        String owner = ENGINE;
        for (Duration ahead : CLOCKS) {
            String taker = "engine-" + ahead;
            long fence = claimed(SHOP, owner);
            DeploymentId deployment = new DeploymentId("deployment" + ahead);
            kept(waking(first(deployment, SHOP, fence), Optional.of(AT.minus(ahead))));
            Journal skewed = fixture.elsewhere(ahead);

            journal.renew(owner, fixture.lease());
            skewed.renew(taker, fixture.lease());
            assertThat(skewed.claim(SHOP, taker))
                    .as("the claim while the owner lives, for a clock that is %s ahead", ahead)
                    .isEmpty();
            assertThat(skewed.due(taker))
                    .as("due while the owner lives, for a clock that is %s ahead", ahead)
                    .isEmpty();
            leasesRunOut();
            skewed.renew(taker, fixture.lease());
            assertThat(skewed.due(taker))
                    .as("due when the owner's lease has run out, for a clock that is %s ahead", ahead)
                    .extracting(Journal.Head::deployment)
                    .contains(deployment);
            assertThat(skewed.claim(SHOP, taker))
                    .as("the claim when the owner's lease has run out, for a clock that is %s ahead", ahead)
                    .contains(fence + 1);
            owner = taker;
        }
    }

    /** Prevents a take-over that forgets a deployment, or reads one that is another engine's. */
    @Test
    public final void severalServicesAreClaimedAndReadAtOnce() {
        long shop = claimed(SHOP, ENGINE);
        kept(first(ONE, SHOP, shop));
        kept(first(TWO, SHOP, shop));
        kept(waking(extension(ONE, SHOP, 2, shop, ended()), Optional.empty()));
        opened(order(THREE, SHOP, 0));
        leasesRunOut();
        claimed(BANK, OTHER_ENGINE);
        kept(first(new DeploymentId("deployment-4"), BANK, 1));
        ServiceRef empty = new ServiceRef("contract-cluster", "empty");
        List<ServiceRef> services = List.of(BANK, empty, SHOP);
        assertThat(journal.claimAndRead(services, ENGINE))
                .as("what an engine without a lease gets")
                .isEqualTo(services.stream()
                        .map(service -> new Journal.ClaimResult(service, Optional.empty(), List.of()))
                        .toList());

        journal.renew(ENGINE, fixture.lease());
        journal.renew(OTHER_ENGINE, fixture.lease());
        List<Journal.ClaimResult> results = journal.claimAndRead(services, ENGINE);
        assertThat(results)
                .as("services and fences")
                .extracting(Journal.ClaimResult::service, Journal.ClaimResult::fence)
                .containsExactly(
                        tuple(BANK, Optional.empty()), tuple(empty, Optional.of(1L)), tuple(SHOP, Optional.of(shop)));
        assertThat(results.get(0).open()).as("what is another engine's").isEmpty();
        assertThat(results.get(1).open()).as("what a new service has").isEmpty();
        assertThat(results.get(2).open())
                .as("what is open")
                .containsExactly(
                        Journal.ReadResult.of(TWO, Optional.of(read(TWO))),
                        Journal.ReadResult.of(THREE, Optional.of(read(THREE))));
        assertThat(journal.claimAndRead(services, ENGINE))
                .as("the same once more")
                .isEqualTo(results);

        leasesRunOut();
        journal.renew(OTHER_ENGINE, fixture.lease());
        Journal.ClaimResult taken =
                journal.claimAndRead(List.of(SHOP), OTHER_ENGINE).get(0);
        assertThat(taken.fence()).as("the fence of a take-over").contains(shop + 1);
        assertThat(taken.open())
                .as("the fences that are read")
                .extracting(read -> read.history().orElseThrow().head().fence())
                .containsExactly(shop + 1, shop + 1);
        lost(extension(TWO, SHOP, 2, shop, entered(1)), 2, shop + 1);
    }

    /** Prevents two owners of one service when engines start together: of many claims at once each service has one. */
    @Test
    public final void ofEnginesThatClaimSeveralServicesAtOnceEachServiceHasOne() {
        List<ServiceRef> services = IntStream.range(0, 12)
                .mapToObj(number -> new ServiceRef("contract-cluster", "service-" + number))
                .toList();
        List<List<Journal.ClaimResult>> results = together(4, number -> {
            journal.renew("engine-" + number, fixture.lease());
            List<ServiceRef> turned = new ArrayList<>(services);
            Collections.rotate(turned, 3 * number);
            return journal.claimAndRead(turned, "engine-" + number);
        });
        List<ServiceRef> claimed = results.stream()
                .flatMap(List::stream)
                .filter(result -> result.fence().isPresent())
                .map(Journal.ClaimResult::service)
                .toList();
        assertThat(claimed).as("services that were claimed").containsExactlyInAnyOrderElementsOf(services);
    }

    private List<DeploymentId> dueFor(String engine) {
        return journal.due(engine).stream().map(Journal.Head::deployment).toList();
    }

    /** Prevents two engines with the same fence, in any order of claims and releases. */
    @Test
    public final void noFenceIsEverGivenToTwoEngines() {
        List<List<Long>> fences = together(4, number -> {
            List<Long> given = new ArrayList<>();
            for (int round = 0; round < 25; round++) {
                journal.renew("engine-" + number, fixture.lease());
                journal.claim(SHOP, "engine-" + number).ifPresent(given::add);
                journal.release(SHOP, "engine-" + number);
            }
            return given;
        });
        List<Long> all = fences.stream().flatMap(List::stream).toList();
        assertThat(all).as("all fences that were given").isNotEmpty().doesNotHaveDuplicates();
        for (List<Long> given : fences) {
            assertThat(given).as("the fences of one engine").isSorted();
        }
    }
}
