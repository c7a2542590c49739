package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
    private static final TargetGroupRef ONE = new TargetGroupRef("one");
    private static final TargetGroupRef TWO = new TargetGroupRef("two");

    @ParameterizedTest
    @ValueSource(strings = {"a", "checkout-42", "A.b_c-9"})
    void a_deployment_id_may_have_letters_digits_dot_underscore_and_hyphen(String id) {
        assertThat(new DeploymentId(id)).hasToString(id);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\n"})
    void a_deployment_id_with_anything_else_is_refused(String id) {
        assertThat(fieldsRefusedBy(() -> new DeploymentId(id))).containsExactly("deploymentId");
    }

    @Test
    void a_deployment_id_has_at_most_128_characters() {
        assertThat(new DeploymentId("x".repeat(128)).value()).hasSize(128);
        assertThat(fieldsRefusedBy(() -> new DeploymentId("x".repeat(129)))).containsExactly("deploymentId");
    }

    @Test
    void a_service_is_written_as_cluster_and_name() {
        assertThat(new ServiceRef("shop", "checkout")).hasToString("shop/checkout");
    }

    @Test
    void a_service_without_names_is_refused_for_both() {
        assertThat(faultsOf(() -> new ServiceRef(" ", "")))
                .containsExactly(
                        "service.cluster: \" \" is blank; allowed: the name of a cluster",
                        "service.name: \"\" is blank; allowed: the name of a service");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void a_reference_to_nothing_is_refused(String id) {
        assertThat(fieldsRefusedBy(() -> new TargetGroupRef(id))).containsExactly("targetGroup");
        assertThat(fieldsRefusedBy(() -> new RouteRef(id))).containsExactly("route");
        assertThat(fieldsRefusedBy(() -> new RevisionRef(id))).containsExactly("revision");
    }

    @Test
    void references_are_written_as_and_ordered_by_their_identity() {
        assertThat(new TreeSet<>(List.of(TWO, ONE))).containsExactly(ONE, TWO);
        assertThat(new TreeSet<>(List.of(new RouteRef("b"), new RouteRef("a"))))
                .containsExactly(new RouteRef("a"), new RouteRef("b"));
        assertThat(new TreeSet<>(List.of(new RevisionRef("b"), new RevisionRef("a"))))
                .containsExactly(new RevisionRef("a"), new RevisionRef("b"));
        assertThat(List.of(ONE, new RouteRef("r"), new RevisionRef("v"))).hasToString("[one, r, v]");
    }

    @Test
    void the_other_of_two_target_groups_is_the_one_that_was_not_given() {
        TargetGroups groups = new TargetGroups(ONE, TWO);

        assertThat(groups.other(ONE)).isEqualTo(TWO);
        assertThat(groups.other(TWO)).isEqualTo(ONE);
        assertThat(groups.contains(ONE)).isTrue();
        assertThat(groups.contains(TWO)).isTrue();
    }

    @Test
    void a_third_target_group_has_no_other() {
        TargetGroupRef third = new TargetGroupRef("three");
        TargetGroups groups = new TargetGroups(ONE, TWO);

        assertThat(groups.contains(third)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups.other(third))
                .withMessageContaining("three");
    }

    @Test
    void two_target_groups_must_differ() {
        assertThat(faultsOf(() -> new TargetGroups(ONE, new TargetGroupRef("one"))))
                .containsExactly("targetGroups.second: \"one\" is not allowed; "
                        + "allowed: another target group than the first");
        assertThat(fieldsRefusedBy(() -> new TargetGroups(null, null)))
                .containsExactly("targetGroups.first", "targetGroups.second");
    }

    @Test
    void a_revision_needs_a_definition_and_keeps_its_settings_in_order() {
        RevisionSpec revision = new RevisionSpec("checkout:42", Map.of("b", "2", "a", "1"));

        assertThat(revision.settings().keySet()).containsExactly("a", "b");
        assertThat(revision.settings()).isUnmodifiable();
        assertThat(RevisionSpec.of("checkout:42").settings()).isEmpty();
        assertThat(fieldsRefusedBy(() -> RevisionSpec.of(" "))).containsExactly("revision");
        Map<String, String> odd = new HashMap<>();
        odd.put("key", null);
        odd.put(null, "value");
        assertThat(fieldsRefusedBy(() -> new RevisionSpec("checkout:42", odd)))
                .containsExactlyInAnyOrder("revision.settings key", "revision.settings.key");
        assertThat(fieldsRefusedBy(() -> new RevisionSpec(null, null)))
                .containsExactly("revision", "revision.settings");
    }
}
