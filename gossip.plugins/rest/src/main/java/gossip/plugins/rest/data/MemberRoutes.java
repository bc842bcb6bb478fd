package gossip.plugins.rest.data;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.GroupMember;
import gossip.api.broker.GroupMember.Poll;
import gossip.api.broker.GroupMember.Polled;
import gossip.api.broker.Messages.Join;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.record.StoredRecord;
import gossip.api.security.Principal;
import gossip.plugins.rest.Waiting;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.json.JsonBody;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Lets clients be members of consumer groups: join, poll, commit, leave. A member belongs to the user that joined. */
final class MemberRoutes {
    private static final String MEMBERS = "/v1/groups/{group}/members";
    private static final String MEMBER = MEMBERS + "/{member}";
    private static final long DEFAULT_IDLE_MS = 60_000;
    private static final long MOST_IDLE_MS = 24L * 3_600_000;

    private final ReadScope scope;
    private final Map<String, Owned> members = new ConcurrentHashMap<>();

    /** A member with whose it is. */
    private record Owned(String group, Principal owner, GroupMember member) {}

    private MemberRoutes(ReadScope scope) {
        this.scope = scope;
    }

    static List<Route> of(ReadScope scope) {
        MemberRoutes routes = new MemberRoutes(scope);
        return List.of(
                Route.of(Method.POST, MEMBERS, Family.BROKER, "Joins a group", routes::join)
                        .body(
                                "{\"topics\":[\"orders\"],\"reset\":\"earliest\",\"auto_commit\":false,\"idle_timeout_ms\":60000}"),
                Route.of(
                                Method.POST,
                                MEMBER + "/poll",
                                Family.BROKER,
                                "Brings the next records of the partitions that the member has",
                                routes::poll)
                        .query(
                                ReadScope.RECORDS,
                                ReadScope.BYTES,
                                ReadScope.WAIT,
                                ReadScope.KEY_FORMAT,
                                ReadScope.VALUE_FORMAT),
                Route.of(
                                Method.POST,
                                MEMBER + "/commit",
                                Family.BROKER,
                                "Commits what was brought, or the offsets given",
                                routes::commit)
                        .body("{\"offsets\":[{\"topic\":\"orders\",\"partition\":0,\"offset\":42}]}"),
                Route.of(Method.DELETE, MEMBER, Family.BROKER, "Leaves the group", routes::leave));
    }

    /** What a body says of a member to be. */
    private static final class Draft {
        private final Set<String> topics = new HashSet<>();
        private Optional<String> regex = Optional.empty();
        private Optional<String> instance = Optional.empty();
        private String reset = "latest";
        private boolean autoCommit;
        private boolean committedOnly = true;
        private long idleMs = DEFAULT_IDLE_MS;

        private static Draft read(byte[] body) {
            return JsonBody.read(body, json -> {
                Draft draft = new Draft();
                Map<String, JsonBody.Field> fields = new HashMap<>();
                fields.put("topics", () -> draft.topics.addAll(json.texts("topics")));
                fields.put("topic_regex", () -> draft.regex = Optional.of(json.text("topic_regex")));
                fields.put("instance_id", () -> draft.instance = Optional.of(json.text("instance_id")));
                fields.put("reset", () -> draft.reset = json.text("reset"));
                fields.put("auto_commit", () -> draft.autoCommit = json.bool("auto_commit"));
                fields.put("read_committed", () -> draft.committedOnly = json.bool("read_committed"));
                fields.put("idle_timeout_ms", () -> draft.idleMs = json.number("idle_timeout_ms", 1_000, MOST_IDLE_MS));
                json.object("the body", fields);
                if (!Set.of("latest", "earliest", "none").contains(draft.reset)) {
                    throw json.wrong("reset is latest, earliest or none");
                }
                if (draft.topics.isEmpty() && draft.regex.isEmpty()) {
                    throw json.wrong("topics or topic_regex is missing");
                }
                return draft;
            });
        }

        private Join join(String group) {
            return new Join(
                    group,
                    topics,
                    regex,
                    instance,
                    Optional.empty(),
                    reset.equals("none") ? Optional.empty() : Optional.of(ReadScope.spec(reset)),
                    committedOnly,
                    autoCommit,
                    Duration.ofMillis(idleMs));
        }
    }

    private Response join(Request request) throws InterruptedException {
        String group = request.segment(2);
        Draft draft = Draft.read(Bodies.json(request).body());
        GroupMember member = Waiting.of(scope.broker().messages().join(request.context(), draft.join(group)));
        members.put(member.id(), new Owned(group, request.context().principal(), member));
        member.gone().whenComplete((why, failure) -> members.remove(member.id()));
        return Bodies.answer(201, out -> {
            out.writeStringField("group", group);
            out.writeStringField("member", member.id());
        });
    }

    private GroupMember member(Request request) {
        Owned owned = members.get(request.segment(4));
        if (owned == null
                || !owned.group().equals(request.segment(2))
                || !owned.owner().equals(request.context().principal())) {
            throw new BrokerException(
                    ErrorCode.UNKNOWN_MEMBER_ID,
                    "the group has no such member here: it has left, did not poll within idle_timeout_ms, or joined at"
                            + " another node; join again");
        }
        return owned.member();
    }

    private Response poll(Request request) throws InterruptedException {
        GroupMember member = member(request);
        RecordJson json = scope.json(request);
        int maxBytes = ReadScope.bytes(request);
        long waitMs = ReadScope.waitMs(request);
        Poll poll = new Poll(ReadScope.records(request), maxBytes, Duration.ofMillis(waitMs));
        try (Share share = scope.share(maxBytes, waitMs)) {
            Polled polled = poll(member, poll);
            TopicRoutes.check(polled.error(), polled.message());
            share.found(polled.records());
            return share.untilTaken(request, answer(polled, json));
        }
    }

    private static Polled poll(GroupMember member, Poll poll) throws InterruptedException {
        CompletableFuture<Polled> done = new CompletableFuture<>();
        var waiting = member.poll(poll, done::complete);
        try {
            return done.get();
        } catch (InterruptedException e) {
            waiting.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the poll failed", e.getCause());
        }
    }

    private static Response answer(Polled polled, RecordJson json) {
        return Bodies.answer(out -> {
            out.writeArrayFieldStart("records");
            for (PartitionRecords records : polled.records()) {
                for (StoredRecord record : records.records()) {
                    json.write(out, records.partition(), record);
                }
            }
            out.writeEndArray();
            out.writeArrayFieldStart("errors");
            for (PartitionRecords records : polled.records()) {
                if (records.error() != ErrorCode.NONE) {
                    out.writeStartObject();
                    out.writeStringField("topic", records.partition().topic());
                    out.writeNumberField("partition", records.partition().partition());
                    out.writeStringField("code", records.error().name());
                    out.writeStringField("detail", records.message());
                    out.writeEndObject();
                }
            }
            out.writeEndArray();
            out.writeArrayFieldStart("assignment");
            for (TopicPartition partition : polled.assignment()) {
                out.writeStartObject();
                out.writeStringField("topic", partition.topic());
                out.writeNumberField("partition", partition.partition());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeNumberField("epoch", polled.epoch());
        });
    }

    private Response commit(Request request) throws InterruptedException {
        GroupMember member = member(request);
        Optional<Map<TopicPartition, Long>> offsets = request.body().length == 0
                ? Optional.empty()
                : Optional.of(offsets(Bodies.json(request).body()));
        Map<TopicPartition, ErrorCode> outcomes = Waiting.of(member.commit(offsets));
        boolean hasFailed = outcomes.values().stream().anyMatch(error -> error != ErrorCode.NONE);
        return Bodies.answer(hasFailed ? 207 : 200, out -> {
            out.writeArrayFieldStart("results");
            for (Map.Entry<TopicPartition, ErrorCode> outcome : outcomes.entrySet()) {
                out.writeStartObject();
                out.writeStringField("topic", outcome.getKey().topic());
                out.writeNumberField("partition", outcome.getKey().partition());
                out.writeStringField("code", outcome.getValue().name());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private static Map<TopicPartition, Long> offsets(byte[] body) {
        return JsonBody.read(body, json -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            json.object("the body", Map.of("offsets", () -> json.array("offsets", () -> offset(json, offsets))));
            return offsets;
        });
    }

    private static void offset(JsonBody json, Map<TopicPartition, Long> offsets) throws IOException {
        String[] topic = {""};
        long[] numbers = {-1, -1};
        json.object(
                "an offset",
                Map.of(
                        "topic", () -> topic[0] = json.text("topic"),
                        "partition", () -> numbers[0] = json.number("partition", 0, Integer.MAX_VALUE),
                        "offset", () -> numbers[1] = json.number("offset", 0, Long.MAX_VALUE)));
        if (topic[0].isEmpty() || numbers[0] < 0 || numbers[1] < 0) {
            throw new Refusal(422, "an offset has topic, partition and offset");
        }
        offsets.put(new TopicPartition(topic[0], (int) numbers[0]), numbers[1]);
    }

    private Response leave(Request request) throws InterruptedException {
        GroupMember member = member(request);
        Waiting.of(member.leave());
        members.remove(member.id());
        return Bodies.nothing();
    }
}
