/** Plugins from the outside: compiled against the packaged interface alone, and dropped into an installation. */
package gossip.tests.plugins;
