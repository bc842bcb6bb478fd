/**
 * The log on disk. The plugin's entry; the parts are in the packages below: {@code file} (the thin layer through which all
 * disk access goes), {@code wal}, {@code index}, {@code log} and {@code compact}. Nothing is exported: the broker finds all
 * of it through {@link gossip.storage.segment.SegmentStoragePlugin}.
 */
package gossip.storage.segment;
