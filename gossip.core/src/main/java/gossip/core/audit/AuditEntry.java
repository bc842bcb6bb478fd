package gossip.core.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import gossip.api.security.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * Who did what. Texts that clients may have chosen are cut, for many entries may wait.
 *
 * @param time when
 * @param context who, from where
 * @param action what
 * @param target on what
 * @param outcome NONE if it was done
 * @param reason why not; else empty
 */
record AuditEntry(
        Instant time, RequestContext context, String action, String target, ErrorCode outcome, String reason) {
    private static final JsonFactory FORMAT = new JsonFactory();
    private static final int LONGEST_TEXT = 256;
    private static final String CUT = "...";

    AuditEntry {
        context = cut(context);
        target = cut(target);
        reason = cut(reason);
    }

    private static RequestContext cut(RequestContext context) {
        Principal principal = context.principal();
        if (principal.name().length() <= LONGEST_TEXT && context.clientId().length() <= LONGEST_TEXT) {
            return context;
        }
        return new RequestContext(
                new Principal(principal.type(), cut(principal.name())),
                cut(context.clientId()),
                context.clientHost(),
                context.listener(),
                context.proof());
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        int end = LONGEST_TEXT - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** One line with its end. */
    byte[] json() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FORMAT.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", time.toString());
            json.writeStringField("principal", context.principal().toString());
            json.writeStringField("host", context.clientHost());
            json.writeStringField("listener", context.listener());
            json.writeStringField("clientId", context.clientId());
            json.writeStringField("action", action);
            json.writeStringField("target", target);
            json.writeStringField("outcome", outcome == ErrorCode.NONE ? "DONE" : outcome.name());
            if (!reason.isEmpty()) {
                json.writeStringField("reason", reason);
            }
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }
}
