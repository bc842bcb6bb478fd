/** A plugin with a record interceptor: topics whose name begins with {@code frozen-} take no records. */
package examples.freeze;
