/** The broker itself. */
package gossip.core;
