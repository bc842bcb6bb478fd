/** A broker for the tests of your application. */
package gossip.junit;
