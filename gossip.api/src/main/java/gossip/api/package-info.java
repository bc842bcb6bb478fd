/** The contracts between the parts of Gossip. */
package gossip.api;
