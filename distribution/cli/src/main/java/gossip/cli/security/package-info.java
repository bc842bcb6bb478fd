/** Commands about users and ACLs, run by the main thread. */
package gossip.cli.security;
