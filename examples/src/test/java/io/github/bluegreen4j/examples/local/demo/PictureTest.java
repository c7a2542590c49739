package io.github.bluegreen4j.examples.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.examples.local.engine.EngineView;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a moment looks like. */
class PictureTest {

    private static final List<String> PLAN =
            List.of("SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT 20%", "BAKE_TIME", "CLEAN_UP");

    @Test
    void theStagesTheWeightsAndTheCountsAreShown() {
        EngineView.Wait bake = new EngineView.Wait("the bake", 5_000, "stage BAKE_TIME starts");
        assertThat(Picture.whole(at(1, "IN_PROGRESS", "", List.of(bake), 20), 80))
                .contains(
                        "  [x] SCALE_UP                            [>] PRODUCTION_TRAFFIC_SHIFT 20%",
                        "  [ ] BAKE_TIME                           [ ] CLEAN_UP",
                        "  production   blue  80 % [........................######]  20 % green",
                        "  healthy      blue 2 of 2, green 1 of 2",
                        "  answered by  blue 80, green 20; failed 1 of 101",
                        "  waits for    the bake",
                        "               for 4 s at most; then stage BAKE_TIME starts");
    }

    @Test
    void theWidthOfTheTerminalIsUsed() {
        List<String> wide = Picture.whole(at(1, "IN_PROGRESS", "", List.of(), 20), 120);
        assertThat(wide)
                .contains("  [x] SCALE_UP                            [>] PRODUCTION_TRAFFIC_SHIFT 20%"
                        + "        [ ] BAKE_TIME")
                .contains("  production   blue  80 % [" + ".".repeat(56) + "#".repeat(14) + "]  20 % green");
        for (int width : new int[] {60, 80, 120, 200}) {
            assertThat(Picture.whole(at(1, "IN_PROGRESS", "", List.of(), 20), width))
                    .allMatch(line -> line.length() < width);
        }
    }

    @Test
    void whereItTurnedBackIsShown() {
        assertThat(Picture.whole(at(2, "ROLLBACK_IN_PROGRESS", "ALARM", List.of(), 0), 80))
                .contains("  [<] BAKE_TIME                           [ ] CLEAN_UP");
    }

    @Test
    void aLineSaysWhatItWaitsForAndUntilWhenIfThatIsKnown() {
        String shares = "   blue 100 % [..........]   0 % green | healthy 2/2 1/2 | answered 80 20, failed 1";
        assertThat(Picture.line(at(0, "IN_PROGRESS", "", List.of(new EngineView.Wait("green", 0, "")), 0)))
                .isEqualTo(shares + " | waits for green");
        EngineView.Wait bounded = new EngineView.Wait("green", 4_001, "the deployment rolls back");
        assertThat(Picture.line(at(0, "IN_PROGRESS", "", List.of(bounded), 0)))
                .isEqualTo(shares + " | waits for green, for 4 s at most; then the deployment rolls back");
        assertThat(Picture.line(at(0, "IN_PROGRESS", "", List.of(), 0))).isEqualTo(shares + " | waits for the engine");
    }

    private static Snapshot at(int position, String status, String cause, List<EngineView.Wait> waiting, double share) {
        EngineView view = new EngineView(status, "", cause, PLAN, position, waiting, List.of(), List.of(), false);
        LoadSummary load = new LoadSummary(
                101,
                new TreeMap<>(Map.of("checkout-1", 80L, "checkout-2", 20L)),
                new TreeMap<>(Map.of("HTTP 500", 1L)),
                7,
                true);
        return new Snapshot(1_000, view, share, 0, 2, 2, 1, 2, load, "checkout-1");
    }
}
