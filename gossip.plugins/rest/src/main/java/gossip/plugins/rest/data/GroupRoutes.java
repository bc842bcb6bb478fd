package gossip.plugins.rest.data;

import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Groups;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Messages.Source;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records.OffsetAnswer;
import gossip.api.broker.Records.OffsetQuery;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.plugins.rest.Waiting;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lists, tells and deletes consumer groups, and tells how far they are behind. */
final class GroupRoutes {
    private static final long BUDGET_TIMEOUT_MS = 5_000;
    private static final String GROUPS = "/v1/groups";
    private static final String GROUP = GROUPS + "/{group}";

    private final Broker broker;
    private final ReadScope scope;
    private final InstantSource clock;

    private GroupRoutes(ReadScope scope, InstantSource clock) {
        this.broker = scope.broker();
        this.scope = scope;
        this.clock = clock;
    }

    static List<Route> of(ReadScope scope, InstantSource clock) {
        GroupRoutes routes = new GroupRoutes(scope, clock);
        return List.of(
                Route.of(Method.GET, GROUPS, Family.BROKER, "Lists groups", routes::list),
                Route.of(Method.GET, GROUP, Family.BROKER, "Tells a group with its members", routes::describe),
                Route.of(
                        Method.GET,
                        GROUP + "/lag",
                        Family.BROKER,
                        "Tells how far a group is behind, in records and in seconds",
                        routes::lag),
                Route.of(Method.DELETE, GROUP, Family.BROKER, "Deletes a group without members", routes::delete));
    }

    private Response list(Request request) throws InterruptedException {
        List<Groups.Listed> groups = Waiting.of(broker.groups().list(request.context())).stream()
                .sorted(Comparator.comparing(Groups.Listed::group))
                .toList();
        return Bodies.answer(out -> {
            out.writeArrayFieldStart("groups");
            for (Groups.Listed group : groups) {
                out.writeStartObject();
                out.writeStringField("group", group.group());
                out.writeStringField("state", group.state());
                out.writeStringField("type", group.type());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private Response describe(Request request) throws InterruptedException {
        String name = request.segment(2);
        Groups.DescribedConsumers consumers = Waiting.of(
                        broker.groups().describeConsumers(request.context(), List.of(name)))
                .getFirst();
        if (consumers.error() == ErrorCode.NONE) {
            return Bodies.answer(out -> consumers(out, consumers));
        }
        Groups.Described classic = Waiting.of(broker.groups().describe(request.context(), List.of(name)))
                .getFirst();
        TopicRoutes.check(classic.error(), "");
        if (classic.state().equals("Dead")) {
            TopicRoutes.check(ErrorCode.GROUP_ID_NOT_FOUND, "there is no group " + name);
        }
        return Bodies.answer(out -> classic(out, classic));
    }

    private static void consumers(JsonGenerator out, Groups.DescribedConsumers group) throws IOException {
        out.writeStringField("group", group.group());
        out.writeStringField("type", "consumer");
        out.writeStringField("state", group.state());
        out.writeNumberField("epoch", group.epoch());
        out.writeStringField("assignor", group.assignor());
        out.writeArrayFieldStart("members");
        for (Groups.DescribedConsumer member : group.members()) {
            member(out, member.memberId(), member.clientId(), member.clientHost());
        }
        out.writeEndArray();
    }

    private static void classic(JsonGenerator out, Groups.Described group) throws IOException {
        out.writeStringField("group", group.group());
        out.writeStringField("type", "classic");
        out.writeStringField("state", group.state());
        out.writeStringField("protocol", group.protocolName());
        out.writeArrayFieldStart("members");
        for (Groups.DescribedMember member : group.members()) {
            member(out, member.memberId(), member.clientId(), member.clientHost());
        }
        out.writeEndArray();
    }

    private static void member(JsonGenerator out, String id, String clientId, String host) throws IOException {
        out.writeStartObject();
        out.writeStringField("member", id);
        out.writeStringField("client_id", clientId);
        out.writeStringField("host", host);
        out.writeEndObject();
    }

    private Response delete(Request request) throws InterruptedException {
        String name = request.segment(2);
        ErrorCode error = Waiting.of(broker.groups().delete(request.context(), List.of(name)))
                .getOrDefault(name, ErrorCode.GROUP_ID_NOT_FOUND);
        TopicRoutes.check(error, "the group " + name + " is not deleted: " + error.name());
        return Bodies.nothing();
    }

    /** How far a group is behind in one partition. */
    private record Lag(OffsetAnswer end, long committed, Optional<Double> seconds) {
        boolean isKnown() {
            return end.error() == ErrorCode.NONE;
        }

        long records() {
            return isKnown() ? Math.max(0, end.offset() - committed) : 0;
        }
    }

    private Response lag(Request request) throws InterruptedException {
        String name = request.segment(2);
        Groups.CommittedOffsets committed =
                Waiting.of(broker.groups().committed(request.context(), Groups.Member.outside(name), Optional.empty()));
        TopicRoutes.check(committed.error(), "");
        Map<TopicPartition, Long> offsets =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        committed.offsets().forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        List<Lag> lags = lags(request.context(), offsets);
        return Bodies.answer(out -> {
            out.writeStringField("group", name);
            out.writeNumberField(
                    "records", lags.stream().mapToLong(Lag::records).sum());
            double seconds = lags.stream()
                    .mapToDouble(lag -> lag.seconds().orElse(0.0))
                    .max()
                    .orElse(0);
            out.writeNumberField("seconds", seconds);
            out.writeArrayFieldStart("partitions");
            for (Lag lag : lags) {
                write(out, lag);
            }
            out.writeEndArray();
        });
    }

    private static void write(JsonGenerator out, Lag lag) throws IOException {
        out.writeStartObject();
        out.writeStringField("topic", lag.end().partition().topic());
        out.writeNumberField("partition", lag.end().partition().partition());
        out.writeNumberField("committed_offset", lag.committed());
        if (lag.isKnown()) {
            out.writeNumberField("high_watermark", lag.end().offset());
            out.writeNumberField("records", lag.records());
        } else {
            out.writeNullField("high_watermark");
            out.writeNullField("records");
            out.writeStringField("code", lag.end().error().name());
        }
        if (lag.seconds().isPresent()) {
            out.writeNumberField("seconds", lag.seconds().get());
        } else {
            out.writeNullField("seconds");
        }
        out.writeEndObject();
    }

    private List<Lag> lags(RequestContext context, Map<TopicPartition, Long> offsets) throws InterruptedException {
        List<OffsetQuery> queries = offsets.keySet().stream()
                .map(partition -> new OffsetQuery(partition, -1, new OffsetSpec.Latest(), false))
                .toList();
        List<Lag> lags = new ArrayList<>();
        for (OffsetAnswer end : Waiting.of(broker.records().offsets(context, queries))) {
            long committed = offsets.getOrDefault(end.partition(), 0L);
            lags.add(new Lag(end, committed, seconds(context, end, committed)));
        }
        return lags;
    }

    private Optional<Double> seconds(RequestContext context, OffsetAnswer end, long committed)
            throws InterruptedException {
        if (end.error() != ErrorCode.NONE) {
            return Optional.empty();
        }
        return end.offset() <= committed ? Optional.of(0.0) : behindSeconds(context, end.partition(), committed);
    }

    /** The age of the first record that was not read yet; empty if it cannot be read. */
    private Optional<Double> behindSeconds(RequestContext context, TopicPartition partition, long offset)
            throws InterruptedException {
        Read first = new Read(List.of(new Source(partition, new Start.At(offset))), 1, 1, Duration.ZERO, false);
        try (Share share = scope.share(1, BUDGET_TIMEOUT_MS)) {
            List<PartitionRecords> read = scope.read(context, first);
            share.found(read);
            return read.getFirst().records().stream()
                    .findFirst()
                    .map(record -> Math.max(0, clock.millis() - record.timestampMs()) / 1_000.0);
        }
    }
}
