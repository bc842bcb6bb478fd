/**
 * A plugin with a whole log store: one file per partition, with its index in memory. It does all that the contract asks for
 * in the simplest way: what deletes records writes the file anew. Meant to be read, and for small topics.
 */
package examples.journal;
