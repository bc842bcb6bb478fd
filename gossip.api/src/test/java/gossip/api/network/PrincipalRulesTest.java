package gossip.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalRulesTest {
    private static final String ALICE = "CN=Alice,OU=people,O=example";

    @Test
    void defaultIsTheWholeName() {
        assertThat(PrincipalRules.parse("DEFAULT").user(ALICE)).contains(ALICE);
    }

    @Test
    void firstRuleThatFitsCounts() {
        PrincipalRules rules =
                PrincipalRules.parse("RULE:^CN=(.*?),OU=robots.*$/$1-robot/, RULE:^CN=(.*?),.*$/$1/L,DEFAULT");
        assertThat(rules.user(ALICE)).contains("alice");
        assertThat(rules.user("CN=Bob,OU=robots")).contains("Bob-robot");
        assertThat(rules.user("O=nobody")).contains("O=nobody");
    }

    @Test
    void nameThatNoRuleFitsIsNoUser() {
        assertThat(PrincipalRules.parse("RULE:^UID=(.*)$/$1/").user(ALICE)).isEmpty();
    }

    @Test
    void lettersAreChangedAsTheRuleSays() {
        assertThat(PrincipalRules.parse("RULE:CN=(\\w+).*/$1/U").user(ALICE)).contains("ALICE");
        assertThat(PrincipalRules.parse("RULE:CN=(\\w+).*/$1@example/L").user(ALICE))
                .contains("alice@example");
    }

    @Test
    void escapedSlashesBelongToPatternAndReplacement() {
        assertThat(PrincipalRules.parse("RULE:CN=a\\/b/x\\/y/").user("CN=a/b")).contains("x/y");
    }

    @Test
    void dollarBeforeNoGroupStandsForItself() {
        assertThat(PrincipalRules.parse("RULE:CN=(\\w+).*/$1$7$/").user(ALICE)).contains("Alice$7$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RULE:", "RULE:a", "RULE:a/b", "RULE:(/b/", "default", "DEFAULT DEFAULT", "RULE:a/b/X"})
    void whatIsNoRuleIsRefused(String text) {
        assertThatThrownBy(() -> PrincipalRules.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        for (String candidate : new String[] {text, "RULE:" + text, "RULE:.*/" + text, "RULE:.*/" + text + "/"}) {
            try {
                PrincipalRules.parse(candidate).user(ALICE);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
