/**
 * HTTP/1.1 as far as the routes need not know about it: connections, bodies, limits of size and time, compression, and answers
 * that go on for long. Requests are read and answers written by threads named {@code gossip-net-rest-N}; what is answered is
 * found out on virtual threads named {@code gossip-rest-N}, which may block. Start at {@link
 * gossip.plugins.rest.http.HttpDoor}.
 */
package gossip.plugins.rest.http;
