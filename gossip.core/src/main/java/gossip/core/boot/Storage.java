package gossip.core.boot;

import gossip.api.storage.LogStore;
import gossip.api.storage.WriteAheadLog;
import gossip.core.plugin.Components;

/**
 * The selected storage.
 *
 * @param logs logs of partitions
 * @param wal what makes records durable
 */
record Storage(LogStore logs, WriteAheadLog wal) {
    static Storage open(Components components) {
        return new Storage(components.selected(LogStore.class), components.selected(WriteAheadLog.class));
    }
}
