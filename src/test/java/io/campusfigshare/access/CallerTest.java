package io.campusfigshare.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests all roles with all people: who may act for whom. */
class CallerTest {

    private static final String MAREN = "moakhurst@westmark.example";

    /** The campus id, and the codes from the department up to the institution. */
    private static final Map<String, List<String>> PEOPLE = Map.of(
            MAREN,
            List.of("BIO-MARINE", "BIO", "WM"),
            "near",
            List.of("BIO", "WM"),
            "above",
            List.of("WM"),
            "elsewhere",
            List.of("CHEM", "WM"),
            "nowhere",
            List.of());

    private static final String NOBODY = "";
    private static final String EVERYBODY = String.join(" ", PEOPLE.keySet());

    /**
     * The roles, the codes in the claim of departments, for whom they may act, and whose deposits they may also read.
     */
    static Stream<Arguments> roles() {
        return Stream.of(
                Arguments.of("", "", NOBODY, NOBODY),
                Arguments.of("staff deposits deposit DEPOSIT:ANY deposit:self:x", "BIO", NOBODY, NOBODY),
                Arguments.of("deposit:self", "", MAREN, NOBODY),
                Arguments.of("deposit:self", "BIO WM", MAREN, NOBODY),
                Arguments.of("deposit:department:BIO-MARINE", "", MAREN, NOBODY),
                Arguments.of("deposit:department:BIO", "", MAREN + " near", NOBODY),
                Arguments.of("deposit:department:bio", "", MAREN + " near", NOBODY),
                Arguments.of("deposit:department:BI", "", NOBODY, NOBODY),
                Arguments.of("deposit:department:WM", "", MAREN + " near above elsewhere", NOBODY),
                Arguments.of("deposit:department:BIO deposit:department:CHEM", "", MAREN + " near elsewhere", NOBODY),
                Arguments.of("deposit:department:CHEM deposit:self", "", MAREN + " elsewhere", NOBODY),
                Arguments.of("deposit:department", "", NOBODY, NOBODY),
                Arguments.of("deposit:department:", "", NOBODY, NOBODY),
                Arguments.of("deposit:department", "chem", "elsewhere", NOBODY),
                Arguments.of("deposit:department", "CHEM BIO", MAREN + " near elsewhere", NOBODY),
                Arguments.of("deposit:department", "BIO", MAREN + " near", NOBODY),
                Arguments.of("staff", "BIO", NOBODY, NOBODY),
                Arguments.of("deposit:department:BIO", "CHEM", MAREN + " near", NOBODY),
                Arguments.of("deposit:any", "", EVERYBODY, NOBODY),
                Arguments.of("deposit:read", "", NOBODY, EVERYBODY),
                Arguments.of("deposit:read deposit:self", "", MAREN, EVERYBODY),
                Arguments.of("deposit:read deposit:any", "", EVERYBODY, EVERYBODY));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void rolesDecideWhoMayActForWhom(String roles, String departments, String actsFor, String readsToo) {
        Caller maren = caller(MAREN, roles, departments);

        assertThat(PEOPLE.keySet().stream().filter(person -> maren.mayActFor(person, PEOPLE.get(person))))
                .containsExactlyInAnyOrderElementsOf(words(actsFor));
        assertThat(PEOPLE.keySet().stream().filter(person -> maren.mayRead(person, PEOPLE.get(person))))
                .containsExactlyInAnyOrderElementsOf(words(actsFor + " " + readsToo));
    }

    @ParameterizedTest
    @CsvSource({
        "deposit:self, false",
        "staff, false",
        "deposit:self deposit:read, true",
        "deposit:department:BIO, true",
        "deposit:any, true"
    })
    void aCallerWithSelfAloneSeesNobodyElse(String roles, boolean others) {
        Caller maren = caller(MAREN, roles, "");

        assertThat(maren.maySee(MAREN)).isTrue();
        assertThat(maren.maySee("somebody-else")).isEqualTo(others);
    }

    @Test
    void aCampusIdIsComparedExactly() {
        assertThat(caller(MAREN, "deposit:self", "").mayActFor("MOakhurst@westmark.example", List.of()))
                .isFalse();
        assertThat(caller(MAREN, "deposit:self", "").mayActFor(MAREN + " ", List.of()))
                .isFalse();
    }

    @Test
    void aCallerWithoutACampusIdIsNobody() {
        for (String none : new String[] {null, "", " "}) {
            Caller program = caller(none, "deposit:self", "");

            assertThat(program.campusId()).isNull();
            assertThat(program.mayActFor("", List.of())).isFalse();
            assertThat(program.mayActFor(" ", List.of())).isFalse();
        }
    }

    private static Caller caller(String campusId, String roles, String departments) {
        return Caller.of("subject", "client", campusId, words(roles), words(departments));
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
