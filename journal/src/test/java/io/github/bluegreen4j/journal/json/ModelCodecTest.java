package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Specifications and descriptions have one JSON form, and it loses nothing. */
class ModelCodecTest {
    @Property(tries = 1000)
    void aSpecificationReadsAsItWasWritten(@ForAll long seed) {
        DeploymentSpec spec = new AnyValue(seed).of(DeploymentSpec.class);

        assertThat(ModelCodec.decodeSpec(ModelCodec.encode(spec))).isEqualTo(spec);
    }

    @Property(tries = 1000)
    void aDescriptionReadsAsItWasWritten(@ForAll long seed) {
        DeploymentDescription description = new AnyValue(seed).of(DeploymentDescription.class);

        assertThat(ModelCodec.decodeDescription(ModelCodec.encode(description))).isEqualTo(description);
    }

    @Test
    void theFormIsTheJournals() {
        assertThat(ModelCodec.encode(SPEC))
                .startsWith("{\"service\":{\"cluster\":\"shop\",\"name\":\"checkout\"},"
                        + "\"revision\":{\"definition\":\"checkout:42\",\"settings\":{}},"
                        + "\"productionRoutes\":[\"prod\"],\"targetGroups\":{\"first\":\"a\",\"second\":\"b\"},"
                        + "\"strategy\":{\"type\":\"ALL_AT_ONCE\"},\"bakeTime\":\"PT15M\","
                        + "\"hooks\":[{\"type\":\"NAMED\",\"name\":\"smoke\",\"stages\":[\"POST_SCALE_UP\"],"
                        + "\"timeout\":\"PT24H\",\"onTimeout\":\"ROLLBACK\",\"details\":{}}]");
    }

    /** What programs rely on: this text is never changed. */
    @Test
    void aDescriptionReadsAndWritesAsEver() {
        String json = """
                {"deployment":"d-42","service":{"cluster":"shop","name":"checkout"},"status":"ROLLBACK_IN_PROGRESS",
                "statusReason":"5xx","step":2,"createdAt":"2026-03-01T12:00:00Z","sourceRevision":"blue","targetRevision":"green",
                "sourceTasks":{"requested":4,"pending":0,"running":4},"targetTasks":{"requested":4,"pending":1,"running":3},
                "greenProductionWeight":12.5,"hooks":[{"hookId":"h-1","name":"smoke","stage":"POST_SCALE_UP","status":"SUCCEEDED",
                "expiresAt":"2026-03-02T12:00:00Z","timeoutAction":"ROLLBACK"}],"triggeredAlarms":true,
                "circuitBreaker":{"failureCount":1,"threshold":3},"rollback":{"cause":"ALARM","reason":"5xx",
                "startedAt":"2026-03-01T12:30:00Z"},"waitingFor":["blue"],"nextDeadline":"2026-03-01T13:30:00Z","leftOvers":[],
                "serving":[],"warnings":[],"orderedBy":{"actor":"me","at":"2026-03-01T11:59:59Z"}}
                """.replace("\n", "");

        assertThat(ModelCodec.encode(ModelCodec.decodeDescription(json))).isEqualTo(json);
        assertThat(ModelCodec.decodeDescription(json.replace("\"step\"", "\"later\":[1],\"step\"")))
                .isEqualTo(ModelCodec.decodeDescription(json));
    }

    @Test
    void whatASpecificationMayNotSayIsNamedByItsPath() {
        String json = ModelCodec.encode(SPEC);

        assertThatThrownBy(() -> ModelCodec.decodeSpec(json.replace("\"PT24H\"", "\"PT25H\"")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage("hooks[0].timeout: \"PT25H\" is not allowed; allowed: 1 to 1440 minutes");
        assertThatThrownBy(() -> ModelCodec.decodeSpec(json.replace("\"PT15M\"", "15")))
                .hasMessage("bakeTime: \"15\" is not a text");
        assertThatThrownBy(() -> ModelCodec.decodeSpec(json.replace("\"bakeTime\":\"PT15M\",", "")))
                .hasMessage("bakeTime: is missing");
        assertThatThrownBy(() -> ModelCodec.decodeSpec("{"))
                .hasMessageStartingWith("json: \"{\" can't be read: after character 1: Unexpected end-of-input");
        assertThatThrownBy(() -> ModelCodec.decodeSpec(json.replace("\"b\"", "\"a\"")))
                .hasMessage("targetGroups.second: \"a\" is not allowed; allowed: another target group than the first");
    }

    private static final DeploymentSpec SPEC = DeploymentSpec.blueGreen(new ServiceRef("shop", "checkout"))
            .revision("checkout:42")
            .productionRoute("prod")
            .targetGroups("a", "b")
            .hook(LifecycleStage.POST_SCALE_UP, "smoke")
            .build();
}
