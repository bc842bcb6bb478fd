package gossip.core.group;

import gossip.api.broker.Groups;
import gossip.api.broker.Groups.Protocol;
import gossip.api.broker.RequestContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A member of a group. Belongs to one {@link ClassicMachine}. */
final class ClassicMember {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    final String id;
    final Optional<String> instanceId;
    final String clientId;
    final String clientHost;

    private List<Protocol> protocols;
    private int sessionTimeoutMs;
    private int rebalanceTimeoutMs;

    ByteBuffer assignment = NOTHING;
    Optional<CompletableFuture<Groups.Joined>> joining = Optional.empty();
    Optional<CompletableFuture<Groups.Synced>> syncing = Optional.empty();
    /** Whether it has not been in a generation yet. */
    boolean isNew = true;
    /** When it is taken out unless it is heard from. */
    long deadlineMs = Alarm.NEVER;

    ClassicMember(String id, Groups.Join request, RequestContext context) {
        this.id = id;
        this.instanceId = request.instanceId();
        this.clientId = context.clientId();
        this.clientHost = context.clientHost();
        this.protocols = List.copyOf(request.protocols());
        this.sessionTimeoutMs = request.sessionTimeoutMs();
        this.rebalanceTimeoutMs = request.rebalanceTimeoutMs();
    }

    ClassicMember(ClassicRecord.MemberRecord kept) {
        this.id = kept.id();
        this.instanceId = kept.instanceId();
        this.clientId = kept.clientId();
        this.clientHost = kept.clientHost();
        this.protocols = List.copyOf(kept.protocols());
        this.sessionTimeoutMs = kept.sessionTimeoutMs();
        this.rebalanceTimeoutMs = kept.rebalanceTimeoutMs();
        this.assignment = kept.assignment();
        this.isNew = false;
    }

    ClassicRecord.MemberRecord toKeep() {
        return new ClassicRecord.MemberRecord(
                id, instanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols, assignment);
    }

    void update(Groups.Join request) {
        protocols = List.copyOf(request.protocols());
        sessionTimeoutMs = request.sessionTimeoutMs();
        rebalanceTimeoutMs = request.rebalanceTimeoutMs();
    }

    int sessionTimeoutMs() {
        return sessionTimeoutMs;
    }

    int rebalanceTimeoutMs() {
        return rebalanceTimeoutMs;
    }

    boolean matches(Groups.Join request) {
        return protocols.equals(request.protocols());
    }

    boolean supports(String protocol) {
        return protocols.stream().anyMatch(p -> p.name().equals(protocol));
    }

    /** The member's favourite among protocols of which it supports one. */
    String vote(Set<String> candidates) {
        return protocols.stream()
                .map(Protocol::name)
                .filter(candidates::contains)
                .findFirst()
                .orElseThrow();
    }

    List<Protocol> protocols() {
        return protocols;
    }

    /** What it told an assignor. */
    ByteBuffer metadata(String protocol) {
        return protocols.stream()
                .filter(p -> p.name().equals(protocol))
                .map(p -> p.metadata().asReadOnlyBuffer())
                .findFirst()
                .orElse(NOTHING);
    }

    /** Whether its silence is the broker's doing, since it waits for an answer. */
    boolean isExcused() {
        return !isNew && joining.isPresent() || syncing.isPresent();
    }
}
