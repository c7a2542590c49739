package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.CLEAN_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.POST_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.RECONCILE_SERVICE;
import static io.github.bluegreen4j.model.LifecycleStage.SCALE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LifecycleStageTest {

    @Test
    void hooks_run_on_every_stage_but_scale_up_bake_and_clean_up() {
        assertThat(Arrays.stream(LifecycleStage.values()).filter(stage -> !stage.admitsHooks()))
                .containsExactly(SCALE_UP, BAKE_TIME, CLEAN_UP);
    }

    @Test
    void pauses_stand_on_six_stages_where_they_can_block_no_rollback() {
        assertThat(Arrays.stream(LifecycleStage.values()).filter(LifecycleStage::admitsPauses))
                .containsExactly(
                        RECONCILE_SERVICE,
                        PRE_SCALE_UP,
                        POST_SCALE_UP,
                        POST_TEST_TRAFFIC_SHIFT,
                        PRE_PRODUCTION_TRAFFIC_SHIFT,
                        POST_PRODUCTION_TRAFFIC_SHIFT);
    }
}
