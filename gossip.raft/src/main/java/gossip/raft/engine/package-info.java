/**
 * The consensus engine "ratis". Ratis brings its own threads: one applies commands and writes snapshots, one writes the log,
 * and with other nodes there are those of gRPC. Proposals run in virtual threads named {@code gossip-raft-proposal-}. Start
 * at {@link gossip.raft.engine.RatisEngine}.
 */
package gossip.raft.engine;
