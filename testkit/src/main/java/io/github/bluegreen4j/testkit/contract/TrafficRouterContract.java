package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Problem.Kind;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The requirements on every {@link TrafficRouter}. */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class TrafficRouterContract extends ContractSuite<TrafficRouterFixture> {
    private static final int WRITERS = 4;
    private static final int RACES = 20;

    private RouteReading read(RouteRef route) {
        RouteReading reading = fixture.router().read(route);
        assertThat(reading).as("the reading of %s", route).isNotNull();
        assertThat(reading.route()).as("the route that was read").isEqualTo(route);
        assertThat(reading.fingerprint()).as("the fingerprint of %s", route).isNotBlank();
        return reading;
    }

    private TargetHealth health(TargetGroupRef group) {
        TargetHealth health = fixture.router().health(fixture.service(), group);
        assertThat(health).as("the health of %s", group).isNotNull();
        assertThat(health.group()).as("the group that was read").isEqualTo(group);
        return health;
    }

    private TrafficSplit split(double greenShare) {
        return TrafficSplit.of(fixture.blueGroup(), fixture.greenGroup(), Percent.of(greenShare));
    }

    private void write(RouteRef route, TrafficSplit split) {
        fixture.router().write(route, read(route).fingerprint(), split);
        reads(route, split);
    }

    private void reads(RouteRef route, TrafficSplit split) {
        eventually(() -> assertThat(read(route).split())
                .as("the split of %s as it is read", route)
                .isEqualTo(split));
        eventually(() -> assertThat(fixture.actual(route))
                .as("the split of %s as it is", route)
                .isEqualTo(split));
    }

    /** Prevents guessed roles: live weights decide which group serves production. */
    @Test
    public final void aRouteIsReadAsItIs() {
        RouteReading reading = read(fixture.route());
        assertThat(reading.split()).as("split").isEqualTo(split(0));
        assertThat(reading.stickiness()).as("stickiness").isEmpty();
        assertThat(reading.settle()).as("settle time").isNotNull().isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(read(fixture.narrowRoute()).split().groups())
                .as("groups of the narrow route")
                .containsExactly(fixture.blueGroup());
    }

    /**
     * Prevents a deployment that does not know for how long clients stay on blue. A platform that cannot pin clients must report no
     * stickiness.
     */
    @Test
    public final void stickinessIsReadAsItIs() {
        if (fixture.supportsStickiness()) {
            fixture.stick(fixture.route(), Duration.ofMinutes(10));
            eventually(() -> assertThat(read(fixture.route()).stickiness())
                    .as("stickiness")
                    .isEqualTo(Optional.of(Duration.ofMinutes(10))));
        } else {
            write(fixture.route(), split(5));
            assertThat(read(fixture.route()).stickiness())
                    .as("stickiness where no client can be pinned")
                    .isEmpty();
        }
    }

    /** Prevents rounding: 0.1 % and 99.9 % are valid shares. */
    @Test
    public final void whatIsWrittenIsReadBackExactly() {
        for (double share : new double[] {0.1, 5, 33.3, 50, 99.9, 100, 0}) {
            write(fixture.route(), split(share));
        }
    }

    /**
     * Prevents a group that disappears from the route: the load balancer would stop its health checks, and no traffic could
     * return to it.
     */
    @Test
    public final void theGroupWithoutWeightStaysListed() {
        write(fixture.route(), split(100));
        assertThat(fixture.actual(fixture.route()).groups())
                .as("groups after everything went to green")
                .containsExactlyInAnyOrder(fixture.blueGroup(), fixture.greenGroup());
        write(fixture.route(), split(0));
        assertThat(fixture.actual(fixture.route()).groups())
                .as("groups after everything went back to blue")
                .containsExactlyInAnyOrder(fixture.blueGroup(), fixture.greenGroup());
    }

    /** Prevents a route that can never be shifted: the first write adds the missing group. */
    @Test
    public final void aGroupThatIsMissingIsAdded() {
        write(fixture.narrowRoute(), split(0));
        write(fixture.narrowRoute(), split(5));
    }

    /** Prevents a retry after a crash that fails or changes the route. */
    @Test
    public final void writingWhatIsSoAlreadySucceeds() {
        write(fixture.route(), split(5));
        String fingerprint = read(fixture.route()).fingerprint();
        write(fixture.route(), split(5));
        assertThat(read(fixture.route()).fingerprint()).as("fingerprint").isEqualTo(fingerprint);
    }

    /** Prevents false drift. */
    @Test
    public final void equalReadingsHaveEqualFingerprints() {
        String first = read(fixture.route()).fingerprint();
        assertThat(read(fixture.route()).fingerprint()).as("read again").isEqualTo(first);
        write(fixture.route(), split(5));
        write(fixture.route(), split(0));
        assertThat(read(fixture.route()).fingerprint())
                .as("changed and changed back")
                .isEqualTo(first);
    }

    /** Prevents overwriting someone else's change: the fingerprint covers groups, weights and stickiness. */
    @Test
    public final void groupsAndWeightsAndStickinessAreInTheFingerprint() {
        String first = read(fixture.route()).fingerprint();
        fixture.rewrite(fixture.route(), split(1));
        differs(first, "weights");
        fixture.rewrite(
                fixture.route(),
                new TrafficSplit(read(fixture.narrowRoute()).split().weights()));
        differs(first, "groups");
        fixture.rewrite(fixture.route(), split(0));
        if (fixture.supportsStickiness()) {
            fixture.stick(fixture.route(), Duration.ofMinutes(10));
            differs(first, "stickiness");
            String tenMinutes = read(fixture.route()).fingerprint();
            fixture.stick(fixture.route(), Duration.ofMinutes(20));
            differs(tenMinutes, "the duration of the stickiness");
        }
    }

    private void differs(String fingerprint, String changed) {
        eventually(() -> assertThat(read(fixture.route()).fingerprint())
                .as("fingerprint after a change of %s", changed)
                .isNotEqualTo(fingerprint));
    }

    /**
     * Prevents a deployment that stops because of an unrelated change of the route, and a write that reverts such a change.
     */
    @Test
    public final void otherPeoplesChangesToTheRouteAreNeitherNoticedNorUndone() {
        String fingerprint = read(fixture.route()).fingerprint();
        String before = fixture.everythingElse();
        fixture.rewriteTerms(fixture.route());
        String changed = fixture.everythingElse();
        assertThat(changed).as("everything else after the fixture's change").isNotEqualTo(before);
        steadily(() -> assertThat(read(fixture.route()).fingerprint())
                .as("fingerprint")
                .isEqualTo(fingerprint));
        fixture.router().write(fixture.route(), fingerprint, split(5));
        reads(fixture.route(), split(5));
        assertThat(fixture.everythingElse()).as("everything else").isEqualTo(changed);
    }

    /** Prevents changes to what others own on a shared load balancer, and the loss of stickiness. */
    @Test
    public final void everythingElseStaysAsItIs() {
        if (fixture.supportsStickiness()) {
            fixture.stick(fixture.route(), Duration.ofMinutes(10));
            eventually(() -> assertThat(read(fixture.route()).stickiness())
                    .as("stickiness")
                    .isPresent());
        }
        String before = fixture.everythingElse();
        TrafficSplit other = fixture.actual(fixture.narrowRoute());
        write(fixture.route(), split(5));
        write(fixture.route(), split(100));
        assertThat(fixture.everythingElse()).as("everything else").isEqualTo(before);
        assertThat(fixture.actual(fixture.narrowRoute())).as("our other route").isEqualTo(other);
    }

    /** Prevents overwriting what someone else changed between the read and the write. */
    @Test
    public final void aWriteOnAnOldFingerprintConflictsAndChangesNothing() {
        String old = read(fixture.route()).fingerprint();
        fixture.rewrite(fixture.route(), split(50));
        reads(fixture.route(), split(50));
        String before = fixture.everythingElse();
        expectProblem(
                "write on an old fingerprint",
                () -> fixture.router().write(fixture.route(), old, split(100)),
                Kind.CONFLICT);
        steadily(() -> reads(fixture.route(), split(50)));
        assertThat(fixture.everythingElse()).as("everything else").isEqualTo(before);
    }

    /**
     * Prevents two writers that both believe their write succeeded. An {@code ATOMIC} router accepts exactly one of several
     * simultaneous writes; a {@code BEST_EFFORT} router rejects at least the later of two.
     */
    @Test
    public final void ofSeveralWritersOnOneFingerprintOneSucceeds() {
        assertThat(fixture.router().writeMode()).as("write mode").isEqualTo(fixture.writeMode());
        switch (fixture.writeMode()) {
            case ATOMIC -> IntStream.range(0, RACES).forEach(this::race);
            case BEST_EFFORT -> {
                String fingerprint = read(fixture.route()).fingerprint();
                fixture.router().write(fixture.route(), fingerprint, split(10));
                reads(fixture.route(), split(10));
                expectProblem(
                        "a second write on the same fingerprint",
                        () -> fixture.router().write(fixture.route(), fingerprint, split(20)),
                        Kind.CONFLICT);
                steadily(() -> reads(fixture.route(), split(10)));
            }
        }
    }

    private void race(int round) {
        String fingerprint = read(fixture.route()).fingerprint();
        List<Integer> shares = together(WRITERS, writer -> {
            int share = 1 + (round * WRITERS + writer) % 90;
            try {
                fixture.router().write(fixture.route(), fingerprint, split(share));
                return share;
            } catch (PortException refused) {
                return refused.problem().kind() == Kind.CONFLICT ? 0 : -1;
            }
        });
        assertThat(shares).as("what the losers were answered is CONFLICT").doesNotContain(-1);
        List<Integer> winners = shares.stream().filter(share -> share > 0).toList();
        assertThat(winners).as("the writers who succeeded").hasSize(1);
        reads(fixture.route(), split(winners.get(0)));
    }

    /** Prevents a write by an engine that paused for so long that another engine owns the service. */
    @Test
    public final void aWriteThatMayNotBeSentAnyMoreIsNotSent() {
        String fingerprint = read(fixture.route()).fingerprint();
        expectUnavailable(
                "write without a permit",
                () -> fixture.router().within(OVER).write(fixture.route(), fingerprint, split(5)));
        steadily(() -> reads(fixture.route(), split(0)));
        fixture.router().within(SendPermit.always()).write(fixture.route(), fingerprint, split(5));
        reads(fixture.route(), split(5));
    }

    /** Prevents a shift that changed nothing and counted as success. */
    @Test
    public final void aRouteThatDoesNotExistIsGone() {
        expectProblem("read a missing route", () -> fixture.router().read(fixture.missingRoute()), Kind.GONE);
        expectProblem(
                "write a missing route",
                () -> fixture.router()
                        .write(fixture.missingRoute(), read(fixture.route()).fingerprint(), split(5)),
                Kind.GONE);
    }

    /** Prevents a watch that reads another route's weights, and one that a missing route of somebody else blinds. */
    @Test
    public final void routesAreReadTogetherAsTheyAreReadAlone() {
        TrafficRouter router = fixture.router();
        boolean together = router.readBatch() > 1;
        List<RouteRef> routes = together ? List.of(fixture.route(), fixture.narrowRoute()) : List.of(fixture.route());
        assertThat(router.readAll(routes))
                .as("the readings of %s", routes)
                .containsExactlyInAnyOrderElementsOf(
                        routes.stream().map(this::read).toList());
        if (together) {
            assertThat(router.readAll(List.of(fixture.route(), fixture.missingRoute())))
                    .as("the readings of a route and a missing one")
                    .isSubsetOf(read(fixture.route()));
        }
    }

    /** Prevents counting someone else's targets as capacity: every target names its revision. */
    @Test
    public final void healthyTargetsAreReadWithTheirOwner() {
        eventually(() -> {
            TargetHealth health = health(fixture.blueGroup());
            assertThat(health.targets())
                    .as("targets of blue's group")
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(target -> {
                        assertThat(target.state()).as("state").isEqualTo(TargetHealth.State.HEALTHY);
                        assertThat(target.owner()).as("owner").contains(fixture.blue());
                    });
            assertThat(health.targets()).extracting(TargetHealth.Target::id).doesNotHaveDuplicates();
        });
        assertThat(health(fixture.greenGroup()).targets())
                .as("targets of green's group")
                .isEmpty();
    }

    /** Prevents retiring, or counting, what another tool registered. Where no other tool can register, every target has an owner. */
    @Test
    public final void aStrangersTargetHasNoOwner() {
        if (!fixture.allowsStrangers()) {
            eventually(() -> assertThat(health(fixture.blueGroup()).targets())
                    .as("targets where only the runtime registers any")
                    .isNotEmpty()
                    .allMatch(target -> target.owner().isPresent()));
            return;
        }
        int before = health(fixture.blueGroup()).targets().size();
        fixture.addStranger(fixture.blueGroup());
        eventually(() -> assertThat(health(fixture.blueGroup()).targets())
                .as("targets with a stranger among them")
                .hasSize(before + 1)
                .filteredOn(target -> target.owner().isEmpty())
                .hasSize(1));
    }

    /** Prevents traffic to failing targets. */
    @Test
    public final void aTargetThatFailsItsChecksIsNotHealthy() {
        eventually(() -> assertThat(health(fixture.blueGroup()).healthy(fixture.blue()))
                .as("healthy targets")
                .isPositive());
        int before = health(fixture.blueGroup()).healthy(fixture.blue());
        fixture.failOneTarget();
        eventually(() -> assertThat(health(fixture.blueGroup()).healthy(fixture.blue()))
                .as("healthy targets after one failed")
                .isEqualTo(before - 1));
    }

    /** Prevents a group from counting as healthy that is not health-checked. Where every group is checked, its health is read. */
    @Test
    public final void aGroupThatNoRouteListsIsUnusedAndNeverHealthy() {
        assertThat(health(fixture.unusedGroup()).targets()).as("targets").isNotEmpty();
        if (fixture.checksUnlistedGroups()) {
            eventually(() -> assertThat(health(fixture.unusedGroup()).targets())
                    .as("targets of a group that is checked without a route")
                    .extracting(TargetHealth.Target::state)
                    .contains(TargetHealth.State.HEALTHY)
                    .doesNotContain(TargetHealth.State.UNUSED));
            return;
        }
        steadily(() -> assertThat(health(fixture.unusedGroup()).targets())
                .as("targets of a group that no route lists")
                .extracting(TargetHealth.Target::state)
                .containsOnly(TargetHealth.State.UNUSED));
    }

    /** Prevents an endless wait: a group is health-checked once a route lists it, even with weight 0. */
    @Test
    public final void aGroupIsCheckedOnceARouteListsItWithoutWeight() {
        write(fixture.narrowRoute(), TrafficSplit.allOn(fixture.blueGroup(), fixture.unusedGroup()));
        eventually(() -> assertThat(health(fixture.unusedGroup()).healthy())
                .as("healthy targets of the group that is listed now")
                .isPositive());
    }

    /** Prevents a missing group from counting as empty. */
    @Test
    public final void aGroupThatDoesNotExistIsGone() {
        expectProblem(
                "health of a missing group",
                () -> fixture.router().health(fixture.service(), fixture.missingGroup()),
                Kind.GONE);
    }

    /** Prevents retiring a group that a route still gives weight. A group with weight 0 is not in use. */
    @Test
    public final void everyRouteThatGivesAGroupWeightIsFound() {
        TargetGroups both = new TargetGroups(fixture.blueGroup(), fixture.greenGroup());
        TargetGroups idle = new TargetGroups(fixture.greenGroup(), fixture.unusedGroup());
        eventually(() -> assertThat(fixture.router().routesTo(both))
                .as("routes that give blue's or green's group weight")
                .contains(fixture.route(), fixture.narrowRoute()));
        assertThat(fixture.router().routesTo(idle))
                .as("routes that give an idle group weight")
                .isEmpty();
        write(fixture.route(), split(5));
        eventually(() -> assertThat(fixture.router().routesTo(idle))
                .as("routes that give green's group weight")
                .containsExactly(fixture.route()));
    }

    /** Prevents an outage that looks like an empty group or an unchanged route. */
    @Test
    public final void whatCanNotBeReadOrWrittenIsThrown() {
        String fingerprint = read(fixture.route()).fingerprint();
        fixture.goOutOfReach();
        expectUnavailable("read", () -> fixture.router().read(fixture.route()));
        expectUnavailable("health", () -> fixture.router().health(fixture.service(), fixture.blueGroup()));
        expectUnavailable(
                "routesTo",
                () -> fixture.router().routesTo(new TargetGroups(fixture.blueGroup(), fixture.greenGroup())));
        expectNotDone("write", () -> fixture.router().write(fixture.route(), fingerprint, split(5)));
    }
}
