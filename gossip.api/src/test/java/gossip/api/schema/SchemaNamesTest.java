package gossip.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchemaNamesTest {
    @Test
    void subjectsWithoutAContextAreInTheDefaultOne() {
        assertThat(SubjectName.parse("orders-value")).isEqualTo(new SubjectName(".", "orders-value"));
        assertThat(SubjectName.parse(":.:orders-value")).hasToString("orders-value");
        assertThat(SubjectName.parse("")).isEqualTo(SubjectName.GLOBAL);
    }

    @Test
    void contextStandsBetweenColons() {
        SubjectName name = SubjectName.parse(":.stage:a:b");
        assertThat(name).isEqualTo(new SubjectName(".stage", "a:b")).hasToString(":.stage:a:b");
        assertThat(SubjectName.parse(":.stage").isContext()).isTrue();
        assertThat(SubjectName.parse(":.stage:").context()).isEqualTo(".stage");
    }

    @Test
    void referenceKeepsItsOwnContext() {
        SubjectName name = new SubjectName(".stage", "a");
        assertThat(name.resolve("b")).isEqualTo(new SubjectName(".stage", "b"));
        assertThat(name.resolve(":.other:b")).isEqualTo(new SubjectName(".other", "b"));
    }

    @Test
    void versionsAreNumbersFromOneOrTheLatest() {
        assertThat(VersionChoice.parse("3")).isEqualTo(new VersionChoice.Exact(3));
        assertThat(VersionChoice.parse("latest")).isSameAs(VersionChoice.LATEST);
        assertThat(VersionChoice.parse("-1")).isSameAs(VersionChoice.LATEST);
        for (String wrong : new String[] {"0", "-2", "x", "", "2147483648"}) {
            assertThatThrownBy(() -> VersionChoice.parse(wrong))
                    .isInstanceOfSatisfying(
                            SchemaException.class,
                            failure -> assertThat(failure.error()).isEqualTo(SchemaError.INVALID_VERSION));
        }
    }

    @Test
    void levelsAndModesAreReadInAnyCase() {
        assertThat(Compatibility.parse("full_transitive")).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThat(SchemaMode.parse("ReadOnly")).isEqualTo(SchemaMode.READONLY);
        assertThatThrownBy(() -> Compatibility.parse("some")).hasMessageContaining("some");
        assertThatThrownBy(() -> SchemaMode.parse("some")).hasMessageContaining("some");
    }

    @Test
    void statusIsTheBeginningOfTheCode() {
        assertThat(SchemaError.SUBJECT_NOT_FOUND.status()).isEqualTo(404);
        assertThat(SchemaError.INCOMPATIBLE.status()).isEqualTo(409);
        assertThat(SchemaError.REFERENCE_EXISTS.status()).isEqualTo(422);
        assertThat(SchemaError.STORE.status()).isEqualTo(500);
    }
}
