package io.github.bluegreen4j.examples.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.examples.local.dataplane.RouteWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the judge of leases finds, and what it lets pass. The lease is two seconds. */
class FencesTest {

    private final Fences fences = new Fences(Duration.ofSeconds(2));
    private final List<RouteWrite> writes = new ArrayList<>();

    @Test
    void anEngineMayWriteWhenTheLeaseOfTheOneBeforeIsOver() {
        fences.heard("a", List.of(renewed(0), claimed(1, 10)));
        fences.heard("b", List.of(renewed(0), claimed(2, 2_100)));
        write("a", 1);
        write("b", 2);

        assertThat(fences.faults(writes)).isEmpty();
        assertThat(fences.handOvers()).isEqualTo(1);
    }

    @Test
    void anEngineMayWriteAtOnceWhenTheOneBeforeHasGivenTheServiceBack() {
        fences.heard("a", List.of(renewed(0), claimed(1, 10), at(Told.What.RELEASING, "cart", 0, 500)));
        fences.heard("b", List.of(renewed(0), claimed(2, 600)));

        assertThat(fences.faults(writes)).isEmpty();
    }

    @Test
    void aClaimWithinTheLeaseOfTheOneBeforeIsAFault() {
        fences.heard("a", List.of(renewed(0), claimed(1, 10), renewed(700)));
        fences.heard("b", List.of(renewed(0), claimed(2, 2_100)));

        assertThat(fences.faults(writes)).singleElement().asString().contains("before the lease of a was over");
    }

    @Test
    void aLateWriteOfTheOneBeforeIsAFault() {
        fences.heard("a", List.of(renewed(0), claimed(1, 10)));
        fences.heard("b", List.of(renewed(0), claimed(2, 2_100)));
        write("a", 1);
        write("b", 2);
        write("a", 1);

        assertThat(fences.faults(writes)).singleElement().asString().contains("was written by a#1 after b#2");
    }

    @Test
    void aFenceThatTwoEnginesHaveIsAFault() {
        fences.heard("a", List.of(claimed(1, 10)));
        fences.heard("b", List.of(claimed(1, 20)));
        write("b", 1);

        assertThat(fences.faults(writes)).hasSize(2).first().asString().contains("was given to a and to b");
    }

    private void write(String engine, long fence) {
        writes.add(new RouteWrite("production-cart", new Signature(engine, fence).toString(), new TreeMap<>()));
    }

    private static Told renewed(long millis) {
        return at(Told.What.RENEWED, "", 0, millis);
    }

    private static Told claimed(long fence, long millis) {
        return at(Told.What.CLAIMED, "cart", fence, millis);
    }

    private static Told at(Told.What what, String subject, long number, long millis) {
        return new Told(what, subject, number, "", millis * 1_000, millis * 1_000 + 500);
    }
}
