/**
 * The formatter of this repository: palantir-java-format in a process of its own. It reads sources with the javac it
 * runs on, and Maven may run on one that is too old for them. Start at {@link gossip.format.Format}.
 */
package gossip.format;
