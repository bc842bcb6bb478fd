package gossip.core.group;

import static gossip.api.ErrorCode.FENCED_INSTANCE_ID;
import static gossip.api.ErrorCode.GROUP_MAX_SIZE_REACHED;
import static gossip.api.ErrorCode.ILLEGAL_GENERATION;
import static gossip.api.ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
import static gossip.api.ErrorCode.MEMBER_ID_REQUIRED;
import static gossip.api.ErrorCode.NONE;
import static gossip.api.ErrorCode.REBALANCE_IN_PROGRESS;
import static gossip.api.ErrorCode.UNKNOWN_MEMBER_ID;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Joined;
import gossip.api.broker.Groups.Protocol;
import gossip.api.broker.Groups.Synced;
import gossip.core.group.ConsumerMember.ClassicSide;
import gossip.core.group.ConsumerMember.Holding;
import gossip.core.group.ConsumerMember.Profile;
import gossip.core.group.ConsumerMember.Progress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Members that speak the classic protocol in a group of the consumer protocol: the epoch of a member is its generation, and
 * the broker assigns in the place of a leader. Belongs to one {@link ConsumerMachine}.
 */
final class ClassicGuests {
    /** Type of protocol whose subscriptions and assignments the broker understands. */
    static final String TYPE = "consumer";

    private final ConsumerCore core;
    private final ConsumerState state;

    ClassicGuests(ConsumerCore core) {
        this.core = core;
        this.state = core.state;
    }

    Joined join(GroupEvent.Join event) {
        Groups.Join request = event.request();
        String id = request.memberId().isEmpty() ? event.newMemberId() : request.memberId();
        if (core.isFullFor(id)) {
            return Outbox.failedJoin(GROUP_MAX_SIZE_REACHED, "");
        }
        Optional<Subscription> subscription =
                request.protocols().stream().findFirst().flatMap(protocol -> Subscription.parse(protocol.metadata()));
        if (!request.protocolType().equals(TYPE) || subscription.isEmpty() || !agrees(id, request.protocols())) {
            return Outbox.failedJoin(INCONSISTENT_GROUP_PROTOCOL, request.memberId());
        }
        if (request.memberId().isEmpty() && request.memberIdRequired()) {
            return Outbox.failedJoin(MEMBER_ID_REQUIRED, id);
        }
        ErrorCode problem = request.memberId().isEmpty() ? NONE : identify(id, request.instanceId());
        // who says to own something was a member, and must first be told that it no longer is
        boolean mayBeNew =
                request.instanceId().isEmpty() && subscription.get().owned().isEmpty();
        if (problem != NONE && !mayBeNew) {
            return Outbox.failedJoin(problem, request.memberId());
        }
        return enter(event, id, subscription.get());
    }

    /** Whether all members that speak the classic protocol have one of its assignors in common. */
    private boolean agrees(String id, List<Protocol> protocols) {
        List<ClassicSide> others = state.members().stream()
                .filter(member -> !member.id().equals(id))
                .flatMap(member -> member.profile().classic().stream())
                .toList();
        return protocols.stream()
                .map(Protocol::name)
                .anyMatch(name -> others.stream()
                        .allMatch(other -> other.protocols().stream()
                                .anyMatch(p -> p.name().equals(name))));
    }

    private Joined enter(GroupEvent.Join event, String id, Subscription subscription) {
        Groups.Join request = event.request();
        state.ofInstance(request.instanceId())
                .filter(member -> !member.id().equals(id))
                .ifPresent(member -> core.replace(member, incarnation(member, id)));
        Optional<ConsumerMember> before = state.find(id);
        Holding holding = before.map(ConsumerMember::holding).orElse(Holding.NOTHING);
        ConsumerMember member = new ConsumerMember(id, profile(event, subscription), holding);
        ConsumerMember moved = core.advance(
                before, member, Optional.of(core.ids(subscription.owned())), new GroupEvent.Sight(event.visible()));
        core.clocks.sync(id, request.rebalanceTimeoutMs());
        String protocol = request.protocols().getFirst().name();
        return new Joined(NONE, id, moved.epoch(), TYPE, protocol, "", false, List.of());
    }

    private static ConsumerMember incarnation(ConsumerMember old, String id) {
        Holding held = old.holding();
        return new ConsumerMember(
                id, old.profile(), new Holding(0, 0, held.progress(), held.assigned(), held.revoking()));
    }

    private static Profile profile(GroupEvent.Join event, Subscription subscription) {
        Groups.Join request = event.request();
        return new Profile(
                request.instanceId(),
                subscription.rackId(),
                event.context().clientId(),
                event.context().clientHost(),
                request.rebalanceTimeoutMs(),
                Optional.empty(),
                subscription.topics(),
                "",
                Optional.of(new ClassicSide(request.sessionTimeoutMs(), request.protocols())));
    }

    Synced sync(Groups.Sync request) {
        ErrorCode problem = check(request.member());
        if (problem != NONE) {
            return Outbox.failedSync(problem);
        }
        ConsumerMember member = state.find(request.member().memberId()).orElseThrow();
        ClassicSide classic = member.profile().classic().orElseThrow();
        Protocol protocol = classic.protocols().getFirst();
        if (!request.protocolType().orElse(TYPE).equals(TYPE)
                || !request.protocolName().orElse(protocol.name()).equals(protocol.name())) {
            return Outbox.failedSync(INCONSISTENT_GROUP_PROTOCOL);
        }
        if (member.epoch() < state.epochs().epoch() && member.holding().progress() != Progress.REVOKING) {
            core.clocks.join(member.id(), member.profile().rebalanceTimeoutMs());
            return Outbox.failedSync(REBALANCE_IN_PROGRESS);
        }
        core.clocks.endSync(member.id());
        core.clocks.session(member.id(), classic.sessionTimeoutMs());
        return new Synced(NONE, TYPE, protocol.name(), assignment(protocol, member));
    }

    private ByteBuffer assignment(Protocol protocol, ConsumerMember member) {
        short version = Subscription.parse(protocol.metadata())
                .map(Subscription::version)
                .orElse((short) 0);
        return ClassicAssignment.encode(version, core.names(member.holding().assigned()));
    }

    ErrorCode heartbeat(Groups.Member from) {
        ErrorCode problem = check(from);
        if (problem != NONE) {
            return problem;
        }
        ConsumerMember member = state.find(from.memberId()).orElseThrow();
        core.clocks.session(member.id(), core.sessionTimeoutMs(member));
        if (!hasToRejoin(member)) {
            return NONE;
        }
        core.clocks.join(member.id(), member.profile().rebalanceTimeoutMs());
        return REBALANCE_IN_PROGRESS;
    }

    private boolean hasToRejoin(ConsumerMember member) {
        return member.epoch() < state.epochs().epoch()
                || switch (member.holding().progress()) {
                    case STABLE -> false;
                    case REVOKING -> true;
                    case WAITING -> !core.waitsForOthers(member);
                };
    }

    private ErrorCode check(Groups.Member from) {
        ErrorCode problem = identify(from.memberId(), from.instanceId());
        if (problem == NONE && !state.find(from.memberId()).orElseThrow().isClassic()) {
            problem = UNKNOWN_MEMBER_ID;
        }
        return problem == NONE && state.find(from.memberId()).orElseThrow().epoch() != from.generationId()
                ? ILLEGAL_GENERATION
                : problem;
    }

    private ErrorCode identify(String id, Optional<String> instanceId) {
        if (instanceId.isEmpty()) {
            return state.find(id).isPresent() ? NONE : UNKNOWN_MEMBER_ID;
        }
        Optional<ConsumerMember> known = state.ofInstance(instanceId);
        if (known.isEmpty()) {
            return UNKNOWN_MEMBER_ID;
        }
        return known.get().id().equals(id) ? NONE : FENCED_INSTANCE_ID;
    }

    /** Who is meant to leave, if it may. */
    Optional<ConsumerMember> leaving(Groups.Leaving request) {
        String id = id(request);
        return identify(id, request.instanceId()) == NONE
                ? state.find(id).filter(ConsumerMember::isClassic)
                : Optional.empty();
    }

    /** Why somebody may not leave. */
    ErrorCode problemOf(Groups.Leaving request) {
        ErrorCode problem = identify(id(request), request.instanceId());
        return problem == NONE ? UNKNOWN_MEMBER_ID : problem;
    }

    private String id(Groups.Leaving request) {
        return request.memberId().isEmpty()
                ? state.ofInstance(request.instanceId()).map(ConsumerMember::id).orElse("")
                : request.memberId();
    }
}
