/**
 * What all calls have in common: who calls, how much may be under way, how failures are told. Runs on virtual threads named
 * {@code gossip-grpc-call-N}.
 */
package gossip.plugins.grpc.call;
