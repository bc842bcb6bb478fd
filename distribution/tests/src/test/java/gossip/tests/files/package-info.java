/** Whole files through the command line, in and out again. */
package gossip.tests.files;
