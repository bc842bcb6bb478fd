package gossip.core.group;

import gossip.api.broker.Groups.Protocol;
import gossip.api.record.InvalidBatchException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a group of the classic protocol: the generation that was last stable, or that it became empty.
 *
 * @param generation number of the generation
 * @param protocolType empty before the first member
 * @param protocolName chosen assignor; empty without members
 * @param leader id of the leading member; empty without members
 * @param emptySinceMs ms since 1970; of no meaning with members
 * @param members in the order of joining
 */
record ClassicRecord(
        int generation,
        String protocolType,
        String protocolName,
        String leader,
        long emptySinceMs,
        List<MemberRecord> members) {
    /** Name of the entry. */
    static final String ENTRY = "classic";

    private static final int VERSION = 1;

    /**
     * What is kept of a member.
     *
     * @param id its id
     * @param instanceId of a static member
     * @param clientId what its client calls itself
     * @param clientHost address of its client
     * @param sessionTimeoutMs silence after which it is taken out
     * @param rebalanceTimeoutMs how long it may take to rejoin
     * @param protocols assignors with what it told them
     * @param assignment what it was given
     */
    record MemberRecord(
            String id,
            Optional<String> instanceId,
            String clientId,
            String clientHost,
            int sessionTimeoutMs,
            int rebalanceTimeoutMs,
            List<Protocol> protocols,
            ByteBuffer assignment) {}

    ByteBuffer encode() {
        EntryWriter out = new EntryWriter().number(VERSION).number(generation).text(protocolType);
        out.text(protocolName).text(leader).number(emptySinceMs);
        return out.all(members, member -> write(out, member)).written();
    }

    private static void write(EntryWriter out, MemberRecord member) {
        out.text(member.id()).optional(member.instanceId());
        out.text(member.clientId()).text(member.clientHost());
        out.number(member.sessionTimeoutMs()).number(member.rebalanceTimeoutMs());
        out.all(member.protocols(), protocol -> out.text(protocol.name()).bytes(protocol.metadata()));
        out.bytes(member.assignment());
    }

    /**
     * Reads an entry.
     *
     * @param entry from position to limit
     * @throws InvalidBatchException if it is damaged
     */
    static ClassicRecord decode(ByteBuffer entry) {
        return EntryReader.read(
                "the entry of a classic group",
                entry,
                VERSION,
                in -> new ClassicRecord(
                        in.integer(), in.text(), in.text(), in.text(), in.number(), in.all(() -> member(in))));
    }

    private static MemberRecord member(EntryReader in) {
        return new MemberRecord(
                in.text(),
                in.optional(),
                in.text(),
                in.text(),
                in.integer(),
                in.integer(),
                in.all(() -> new Protocol(in.text(), in.bytes())),
                in.bytes());
    }
}
