/** What regular expressions of clients may cost. */
@NullMarked
package gossip.core.pattern;

import org.jspecify.annotations.NullMarked;
