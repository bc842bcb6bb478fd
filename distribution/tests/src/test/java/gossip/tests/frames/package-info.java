/** What no client would send. */
package gossip.tests.frames;
