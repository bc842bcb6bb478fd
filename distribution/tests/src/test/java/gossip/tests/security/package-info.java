/** Who gets in and what they may do, with real clients against the packaged broker. */
package gossip.tests.security;
