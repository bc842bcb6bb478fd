package gossip.schema;

import gossip.api.schema.Schema;
import gossip.api.schema.SchemaException;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.Roles;
import gossip.schema.format.SchemaLanguage;
import gossip.schema.format.SchemaLimits;
import gossip.schema.format.SchemaSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** What tests of languages have in common. */
public final class Bench {
    /** Small limits. */
    public static final SchemaLimits LIMITS = new SchemaLimits(50, 100, 20, 100_000);

    private static final Duration SOON = Duration.ofSeconds(10);

    private Bench() {}

    public static ParsedSchema parse(SchemaLanguage language, String type, String text) {
        return language.parse(new SchemaSource(new Schema(type, text, List.of()), List.of()));
    }

    public static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    public static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    public static ByteBuffer hex(String digits) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    /** Whatever is done with whatever text: it works, or is refused with a reason, and soon. */
    public static void tryEverything(SchemaLanguage language, String type, String text, byte[] payload) {
        Assertions.assertTimeout(SOON, () -> {
            try {
                ParsedSchema parsed = parse(language, type, text);
                String canonical = parsed.canonical();
                Assertions.assertEquals(
                        canonical, parse(language, type, canonical).canonical(), "canonical text is canonical");
                parse(language, type, parsed.normalized());
                attempt(parsed::validate);
                parsed.form("resolved");
                parsed.form("serialized");
                parsed.problemsReading(parsed, Roles.backward("version 1"));
                attempt(() -> parsed.payloads().check(ByteBuffer.wrap(payload)));
                attempt(() -> parsed.payloads().toJson(ByteBuffer.wrap(payload)));
                attempt(() -> parsed.payloads().fromJson(ByteBuffer.wrap(payload), ""));
            } catch (SchemaException refused) {
                Assertions.assertFalse(String.valueOf(refused.getMessage()).isBlank(), "no reason given");
            }
        });
    }

    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (SchemaException refused) {
            Assertions.assertFalse(String.valueOf(refused.getMessage()).isBlank(), "no reason given");
        }
    }
}
