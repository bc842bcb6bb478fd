/** How far groups are behind, in records and in time. */
@NullMarked
package gossip.core.lag;

import org.jspecify.annotations.NullMarked;
