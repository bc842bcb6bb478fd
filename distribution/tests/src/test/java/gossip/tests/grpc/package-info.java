/** The gRPC door of the packaged broker, with clients in Java and on Node.js. */
package gossip.tests.grpc;
