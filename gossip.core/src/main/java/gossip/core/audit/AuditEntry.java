package gossip.core.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.ErrorCode;
import gossip.api.broker.RequestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * Who did what.
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
