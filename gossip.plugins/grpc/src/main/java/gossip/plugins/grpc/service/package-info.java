/** The services of {@code gossip.v1}, one class for each, over the broker's port. Runs on virtual threads. */
package gossip.plugins.grpc.service;
