package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The first look at the world, before anything is ordered. */
class FirstCheckTest {
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");
    private static final List<ServiceDescription> THERE = List.of(new ServiceDescription(SERVICE, 1, true, List.of()));

    private final List<String> told = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();

    private Optional<String> check(List<Supplier<List<ServiceDescription>>> answers) {
        return FirstCheck.missing(
                new Tries(5, told::add, waits::add),
                new Answers(new ArrayDeque<>(answers)),
                SERVICE,
                "Region eu-west-1");
    }

    private static Supplier<List<ServiceDescription>> failing(Problem.Kind kind) {
        return () -> {
            throw new PortException(new Problem(
                    kind, "ecs:DescribeServices", "prod/checkout", kind == Problem.Kind.GONE ? "no" : "Rate exceeded"));
        };
    }

    @Test
    void aThrottledFirstCallIsMadeAgainAndTold() {
        assertThat(check(List.of(failing(Problem.Kind.UNAVAILABLE), failing(Problem.Kind.UNKNOWN), () -> THERE)))
                .isEmpty();
        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(told)
                .hasSize(2)
                .first()
                .asString()
                .contains("try 1 of 5")
                .contains("Rate exceeded")
                .contains("next in 1 s");
    }

    @Test
    void aDefectOfAnAdapterCountsAsUnknownAndTheCallIsMadeAgain() {
        Supplier<List<ServiceDescription>> defect = () -> {
            throw new NullPointerException("getInputStream");
        };

        assertThat(check(List.of(defect, () -> THERE))).isEmpty();
        assertThat(told).singleElement().asString().contains("NullPointerException: getInputStream");
    }

    @Test
    void aWorldThatStaysAwayIsExitCode5AfterFiveTriesAndSaysWhere() {
        Supplier<List<ServiceDescription>> away = failing(Problem.Kind.UNAVAILABLE);

        assertThatThrownBy(() -> check(List.of(away, away, away, away, away)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(5))
                .hasMessageContaining("out of reach; nothing was touched")
                .hasMessageContaining("5 tries")
                .hasMessageContaining("Region eu-west-1")
                .hasMessageContaining("Rate exceeded");
        assertThat(waits.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L);
        assertThat(told).hasSize(4);
    }

    @Test
    void whatIsRefusedIsNotAskedAgain() {
        assertThatThrownBy(() -> check(List.of(failing(Problem.Kind.REFUSED))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(2));
        assertThat(check(List.of(failing(Problem.Kind.GONE))))
                .contains("GONE: ecs:DescribeServices on prod/checkout: no");
        assertThat(check(List.of(List::of))).contains("there is no cluster prod with a service checkout");
        assertThat(waits).isEmpty();
    }

    private record Answers(Deque<Supplier<List<ServiceDescription>>> answers) implements ServiceRuntime {
        @Override
        public List<ServiceDescription> describe(List<ServiceRef> services) {
            return answers.remove().get();
        }

        @Override
        public void launch(LaunchRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void scale(ServiceRef service, RevisionRef revision, int desired) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void makePrimary(ServiceRef service, RevisionRef revision) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retire(ServiceRef service, RevisionRef revision) {
            throw new UnsupportedOperationException();
        }
    }
}
