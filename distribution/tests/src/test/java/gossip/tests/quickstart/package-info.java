/** The first command of the README, run as a new user runs it. */
package gossip.tests.quickstart;
