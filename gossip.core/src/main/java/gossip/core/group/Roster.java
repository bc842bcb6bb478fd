package gossip.core.group;

import gossip.api.ErrorCode;
import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Protocol;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who is in a group, in the order of joining. Belongs to one {@link ClassicMachine}. */
final class Roster {
    /** A client may send any number, also one with which waiting would be spinning. */
    static final int MIN_REBALANCE_MS = 1_000;

    private final Map<String, ClassicMember> members = new LinkedHashMap<>();
    private final Map<String, String> idsByInstance = new HashMap<>();
    /** Ids given out to clients that have not come back with them, and until when they may (KIP-394). */
    private final Map<String, Long> pending = new LinkedHashMap<>();

    private String leader = "";

    Collection<ClassicMember> members() {
        return members.values();
    }

    /** A copy that stays the same while members come and go. */
    List<ClassicMember> snapshot() {
        return List.copyOf(members.values());
    }

    Map<String, Long> pending() {
        return pending;
    }

    int size() {
        return members.size();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    Optional<ClassicMember> find(String id) {
        return Optional.ofNullable(members.get(id));
    }

    ClassicMember member(String id) {
        return find(id).orElseThrow();
    }

    Optional<String> idOfInstance(Optional<String> instanceId) {
        return instanceId.map(idsByInstance::get);
    }

    /** Empty if there are no members. */
    String leader() {
        return leader;
    }

    boolean isLeader(String id) {
        return !id.isEmpty() && leader.equals(id);
    }

    void add(ClassicMember member) {
        members.put(member.id, member);
        member.instanceId.ifPresent(instance -> idsByInstance.put(instance, member.id));
        pending.remove(member.id);
        if (leader.isEmpty()) {
            leader = member.id;
        }
    }

    /** Puts back what was kept. */
    void restore(ClassicRecord kept) {
        kept.members().forEach(member -> add(new ClassicMember(member)));
        leader = kept.leader();
    }

    void remove(String id) {
        pending.remove(id);
        ClassicMember member = members.remove(id);
        if (member == null) {
            return;
        }
        member.instanceId.ifPresent(instance -> idsByInstance.remove(instance, id));
        if (leader.equals(id)) {
            leader = members.keySet().stream().findFirst().orElse("");
        }
    }

    /** Puts a static member's new incarnation into the place of the old one, leadership and assignment included. */
    void replace(ClassicMember old, ClassicMember incarnation) {
        boolean led = leader.equals(old.id);
        members.remove(old.id);
        incarnation.assignment = old.assignment;
        incarnation.isNew = false;
        add(incarnation);
        if (led) {
            leader = incarnation.id;
        }
    }

    /** Checks who somebody says to be. */
    ErrorCode identify(String id, Optional<String> instanceId) {
        if (instanceId.isPresent()) {
            Optional<String> known = idOfInstance(instanceId);
            if (known.isPresent() && !known.get().equals(id)) {
                return ErrorCode.FENCED_INSTANCE_ID;
            }
            if (known.isEmpty()) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
            }
        }
        return members.containsKey(id) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    }

    long countJoining() {
        return members.values().stream().filter(m -> m.joining.isPresent()).count();
    }

    boolean haveAllJoined() {
        return pending.isEmpty() && countJoining() == members.size();
    }

    /** Gives the lead to a member that has joined, if the leader has not; false if nobody has joined. */
    boolean electJoinedLeader() {
        Optional<ClassicMember> present = find(leader)
                .filter(m -> m.joining.isPresent())
                .or(() -> members.values().stream()
                        .filter(m -> m.joining.isPresent())
                        .findFirst());
        present.ifPresent(m -> leader = m.id);
        return present.isPresent();
    }

    int rebalanceTimeoutMs() {
        return members.values().stream()
                .mapToInt(ClassicMember::rebalanceTimeoutMs)
                .reduce(MIN_REBALANCE_MS, Math::max);
    }

    /** Whether all members support one of the protocols. */
    boolean supportOneOf(List<Protocol> protocols) {
        return protocols.stream().anyMatch(p -> members.values().stream().allMatch(m -> m.supports(p.name())));
    }

    /** The protocol that most members favour among those that all support; there is always one. */
    String electProtocol() {
        ClassicMember first = members.values().iterator().next();
        Set<String> candidates = first.protocols().stream()
                .filter(p -> supportOneOf(List.of(p)))
                .map(Protocol::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Long> votes = members.values().stream()
                .collect(Collectors.groupingBy(m -> m.vote(candidates), LinkedHashMap::new, Collectors.counting()));
        long most = votes.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** All members as the leader sees them. */
    List<Groups.JoinedMember> forLeader(String protocol) {
        Function<ClassicMember, Groups.JoinedMember> view =
                m -> new Groups.JoinedMember(m.id, m.instanceId, m.metadata(protocol));
        return members.values().stream().map(view).toList();
    }
}
