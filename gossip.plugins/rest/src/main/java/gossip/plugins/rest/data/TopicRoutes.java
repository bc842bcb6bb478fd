package gossip.plugins.rest.data;

import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Configs;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.broker.Topics;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.TopicImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.plugins.rest.Waiting;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.json.JsonBody;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Parameter;
import gossip.plugins.rest.route.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists, creates, changes, tells and deletes topics. */
final class TopicRoutes {
    private static final String TOPICS = "/v1/topics";
    private static final String TOPIC = TOPICS + "/{topic}";
    private static final long MOST_LISTED = 10_000;
    private static final Parameter VALIDATE = Parameter.flag("validate_only", "Check only, and change nothing.");

    private final Broker broker;
    private final ReadScope scope;

    private TopicRoutes(ReadScope scope) {
        this.broker = scope.broker();
        this.scope = scope;
    }

    static List<Route> of(ReadScope scope) {
        TopicRoutes routes = new TopicRoutes(scope);
        return List.of(
                Route.of(Method.GET, TOPICS, Family.BROKER, "Lists topics", routes::list)
                        .query(
                                Parameter.text("prefix", "How their names begin."),
                                Parameter.flag("internal", "Those of the broker itself too."),
                                Parameter.number("offset", "How many to pass over."),
                                Parameter.number("limit", "How many at most, up to 10000; 1000 when missing.")),
                Route.of(Method.POST, TOPICS, Family.BROKER, "Creates a topic", routes::create)
                        .query(VALIDATE)
                        .body("{\"name\":\"orders\",\"partitions\":3,\"configs\":{\"retention.ms\":\"86400000\"}}"),
                Route.of(Method.GET, TOPIC, Family.BROKER, "Tells a topic", routes::describe),
                Route.of(Method.PATCH, TOPIC, Family.BROKER, "Adds partitions, changes settings", routes::alter)
                        .query(VALIDATE)
                        .body("{\"partitions\":6,\"configs\":{\"retention.ms\":null}}"),
                Route.of(Method.DELETE, TOPIC, Family.BROKER, "Deletes a topic", routes::delete));
    }

    private Response list(Request request) {
        String prefix = request.parameter("prefix").orElse("");
        boolean internal = request.flag("internal");
        List<TopicImage> topics = broker.cluster()
                .metadata()
                .topics()
                .filter(topic -> topic.name().startsWith(prefix))
                .filter(topic -> internal || !isInternal(topic.name()))
                .filter(topic ->
                        broker.cluster().allows(request.context(), Operation.DESCRIBE, Resource.topic(topic.name())))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        long offset = request.number("offset", 0, Integer.MAX_VALUE).orElse(0L);
        long limit = request.number("limit", 1, MOST_LISTED).orElse(1_000L);
        return Bodies.answer(out -> {
            out.writeArrayFieldStart("topics");
            for (TopicImage topic : topics.stream().skip(offset).limit(limit).toList()) {
                out.writeStartObject();
                summary(out, topic);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeNumberField("total", topics.size());
        });
    }

    private static boolean isInternal(String name) {
        return name.startsWith("__");
    }

    private static void summary(JsonGenerator out, TopicImage topic) throws IOException {
        out.writeStringField("name", topic.name());
        out.writeStringField("id", topic.id().toString());
        out.writeNumberField("partitions", topic.partitionCount());
        out.writeNumberField("replication_factor", topic.assignment().replicationFactor());
        out.writeBooleanField("internal", isInternal(topic.name()));
    }

    /** What a body says of a topic. */
    private static final class Draft {
        private String name = "";
        private Optional<Integer> partitions = Optional.empty();
        private short replicationFactor = -1;
        private final Map<String, Optional<String>> configs = new LinkedHashMap<>();

        private static Draft read(byte[] body, boolean isNew) {
            return JsonBody.read(body, json -> {
                Draft draft = new Draft();
                Map<String, JsonBody.Field> fields = new HashMap<>();
                fields.put(
                        "partitions",
                        () -> draft.partitions = Optional.of((int) json.number("partitions", 1, 1_000_000)));
                fields.put(
                        "configs",
                        () -> json.each(
                                "configs",
                                name -> draft.configs.put(
                                        name,
                                        json.isNull()
                                                ? Optional.empty()
                                                : Optional.of(json.scalar("configs." + name)))));
                if (isNew) {
                    fields.put("name", () -> draft.name = json.text("name"));
                    fields.put(
                            "replication_factor",
                            () -> draft.replicationFactor =
                                    (short) json.number("replication_factor", 1, Short.MAX_VALUE));
                }
                json.object("the body", fields);
                if (isNew && draft.name.isEmpty()) {
                    throw json.wrong("name is missing");
                }
                return draft;
            });
        }
    }

    private Response create(Request request) throws InterruptedException {
        Draft draft = Draft.read(Bodies.json(request).body(), true);
        Map<String, String> configs = new HashMap<>();
        draft.configs.forEach((name, value) -> value.ifPresent(text -> configs.put(name, text)));
        Topics.NewTopic wanted = new Topics.NewTopic(
                draft.name, draft.partitions.orElse(-1), draft.replicationFactor, Map.of(), configs);
        Topics.Created created = Waiting.of(
                        broker.topics().create(request.context(), List.of(wanted), request.flag("validate_only")))
                .getFirst();
        check(created.error(), created.message());
        return Bodies.answer(201, out -> {
            out.writeStringField("name", created.name());
            if (created.id().isPresent()) {
                out.writeStringField("id", created.id().get().toString());
            }
            out.writeNumberField("partitions", created.partitionCount());
            out.writeNumberField("replication_factor", created.replicationFactor());
        });
    }

    static void check(ErrorCode error, String message) {
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, message.isEmpty() ? error.name() : message);
        }
    }

    private TopicImage admitted(Request request) {
        String name = request.segment(2);
        if (!broker.cluster().admits(request.context(), Operation.DESCRIBE, Resource.topic(name))) {
            throw new BrokerException(
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    request.context().principal() + " may not describe the topic " + name);
        }
        return scope.topic(name);
    }

    private Response describe(Request request) throws InterruptedException {
        TopicImage topic = admitted(request);
        List<OffsetAnswer> first = offsets(request.context(), topic, new OffsetSpec.Earliest());
        List<OffsetAnswer> end = offsets(request.context(), topic, new OffsetSpec.Latest());
        Configs.Described configs = broker.configs()
                .describe(request.context(), List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())))
                .getFirst();
        return Bodies.answer(out -> {
            summary(out, topic);
            out.writeObjectFieldStart("configs");
            for (Configs.Entry entry : configs.entries()) {
                if (entry.source() == Configs.Source.TOPIC && entry.value().isPresent()) {
                    out.writeStringField(entry.name(), entry.value().get());
                }
            }
            out.writeEndObject();
            out.writeArrayFieldStart("partition_states");
            for (int i = 0; i < topic.partitionCount(); i++) {
                partition(out, topic, i, first.get(i).offset(), end.get(i).offset());
            }
            out.writeEndArray();
        });
    }

    private List<OffsetAnswer> offsets(RequestContext context, TopicImage topic, OffsetSpec spec)
            throws InterruptedException {
        List<OffsetQuery> queries = new ArrayList<>();
        for (int i = 0; i < topic.partitionCount(); i++) {
            queries.add(new OffsetQuery(new TopicPartition(topic.name(), i), -1, spec, false));
        }
        return Waiting.of(broker.records().offsets(context, queries));
    }

    private static void partition(JsonGenerator out, TopicImage topic, int partition, long first, long end)
            throws IOException {
        out.writeStartObject();
        out.writeNumberField("partition", partition);
        out.writeNumberField("leader", topic.leader(partition));
        out.writeNumberField("leader_epoch", topic.leaderEpoch(partition));
        out.writeArrayFieldStart("replicas");
        for (int replica : topic.assignment().replicas(partition)) {
            out.writeNumber(replica);
        }
        out.writeEndArray();
        out.writeNumberField("log_start_offset", first);
        out.writeNumberField("high_watermark", end);
        out.writeEndObject();
    }

    private Response alter(Request request) throws InterruptedException {
        String name = request.segment(2);
        boolean validateOnly = request.flag("validate_only");
        Draft draft = Draft.read(Bodies.json(request).body(), false);
        if (!draft.configs.isEmpty()) {
            List<Configs.Edit> edits = new ArrayList<>();
            draft.configs.forEach((key, value) -> edits.add(
                    new Configs.Edit(key, value.isPresent() ? Configs.Action.SET : Configs.Action.DELETE, value)));
            Configs.Alteration alteration =
                    new Configs.Alteration(new ConfigResource(ConfigResource.Type.TOPIC, name), edits, false);
            Configs.Altered altered = Waiting.of(
                            broker.configs().alter(request.context(), List.of(alteration), validateOnly))
                    .getFirst();
            check(altered.error(), altered.message());
        }
        if (draft.partitions.isPresent()) {
            Topics.Growth growth = new Topics.Growth(name, draft.partitions.get(), List.of());
            Topics.Outcome grown = Waiting.of(broker.topics().grow(request.context(), List.of(growth), validateOnly))
                    .getFirst();
            check(grown.error(), grown.message());
        }
        return describe(request);
    }

    private Response delete(Request request) throws InterruptedException {
        Topics.TopicRef topic = new Topics.TopicRef(Optional.of(request.segment(2)), Optional.empty());
        Topics.Outcome outcome = Waiting.of(broker.topics().delete(request.context(), List.of(topic)))
                .getFirst();
        check(outcome.error(), outcome.message());
        return Bodies.nothing();
    }
}
