/**
 * Every SPI in memory. State that a real implementation keeps on disk lies in a {@link
 * gossip.plugins.simulation.SimulatedDisk}, which outlives the store that uses it and can lose its power. Start there.
 */
package gossip.plugins.simulation;
