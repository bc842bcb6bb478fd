package gossip.plugins.rest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class TargetProperties {
    @Property
    void anythingIsATargetOrRefused(@ForAll String text) {
        try {
            Target target = Target.parse("/" + text);

            assertThat(target.segments()).noneMatch(segment -> segment.isEmpty() || segment.matches("\\.\\.?"));
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(400);
        }
    }

    @Property
    void whatIsEncodedIsReadAgain(@ForAll @StringLength(min = 1, max = 40) String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            Target target = Target.parse("/a/" + encoded + "?q=" + encoded);

            assertThat(target.segments()).containsExactly("a", text);
            assertThat(target.parameter("q")).contains(text);
        } catch (Refusal refusal) {
            // characters that no name has
            assertThat(text.chars().boxed())
                    .anyMatch(letter -> letter < ' '
                            || letter == 0x7f
                            || letter == '.'
                            || Character.isSurrogate((char) letter.intValue()));
        }
    }

    @Example
    void pathTricksAreRefused() {
        for (String path : List.of(
                "/a//b",
                "/../a",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a/%2E",
                "/a%00b",
                "/a%0d%0aX:1",
                "/a\\b",
                "/a%",
                "/a%4",
                "/a%zz",
                "/a%ff",
                "/a%c0%ae",
                "/a b",
                "*",
                "a",
                "",
                "ftp://x/a",
                "/a#b",
                "/a%7f")) {
            assertThatThrownBy(() -> Target.parse(path)).as(path).isInstanceOf(Refusal.class);
        }
    }

    @Example
    void aSlashMayBePartOfAName() {
        assertThat(Target.parse("http://host:80/subjects/a%2Fb/versions?deleted=true&x=1+2")
                        .segments())
                .containsExactly("subjects", "a/b", "versions");
    }

    @Example
    void aParameterThatIsThereTwiceIsRefusedWhereOneIsMeant() {
        Target target = Target.parse("/a?x=1&x=2&y=1+2");

        assertThat(target.parameter("y")).contains("1 2");
        assertThatThrownBy(() -> target.parameter("x")).isInstanceOf(Refusal.class);
    }
}
