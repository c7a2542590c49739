package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bluegreen4j.model.ServiceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectShapeTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "cluster cluster", "cluster title", "cluster name title"})
    void aListThatIsNotThatOfTheComponentsIsRefused(String components) {
        assertThatIllegalStateException()
                .isThrownBy(() -> ObjectShape.of(Vocabulary.SHAPES, ServiceRef.class, components.split(" ")))
                .withMessageContaining("has the components [cluster, name]");
    }

    @Test
    void aDefaultOfWhatIsNoComponentIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ObjectShape.of(Vocabulary.SHAPES, ServiceRef.class, "cluster", "name")
                        .since("title", "shop"))
                .withMessageContaining("has no component title");
    }

    @Test
    void membersAreWrittenInTheOrderOfTheListWithTheNamesThatTheyKeep() {
        ObjectShape<ServiceRef> shape = ObjectShape.of(Vocabulary.SHAPES, ServiceRef.class, "name", "cluster")
                .named("name", "title");

        assertThat(JsonParser.write(shape.write(SHOP))).isEqualTo("{\"title\":\"shop\",\"cluster\":\"prod\"}");
        assertThat(shape.read(Place.TOP, shape.write(SHOP))).isEqualTo(SHOP);
    }

    @Test
    void aMemberThatOldJournalsDoNotHaveIsReadAsItsDefaultAndMayBeLeftOutWhereItIsThat() {
        ObjectShape<ServiceRef> since = ObjectShape.of(Vocabulary.SHAPES, ServiceRef.class, "cluster", "name")
                .since("name", "shop");
        ObjectShape<ServiceRef> unless = ObjectShape.of(Vocabulary.SHAPES, ServiceRef.class, "cluster", "name")
                .unless("name", "shop");

        assertThat(since.read(Place.TOP, JsonParser.read("{\"cluster\":\"prod\"}")))
                .isEqualTo(SHOP);
        assertThat(JsonParser.write(since.write(SHOP))).isEqualTo("{\"cluster\":\"prod\",\"name\":\"shop\"}");
        assertThat(JsonParser.write(unless.write(SHOP))).isEqualTo("{\"cluster\":\"prod\"}");
        assertThat(unless.read(Place.TOP, unless.write(SHOP))).isEqualTo(SHOP);
    }
}
