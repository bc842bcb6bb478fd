/** Every interface once more, in memory, for tests that decide what fails and when. */
package gossip.plugins.simulation;
