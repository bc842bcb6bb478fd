/** What JDK Flight Recorder can record of the broker. Costs next to nothing while nothing is recorded. */
@NullMarked
package gossip.core.flight;

import org.jspecify.annotations.NullMarked;
