/**
 * Files: the layer through which all disk access goes, so that tests can let it fail in every way disks do. Blocking; called
 * by whoever needs a byte. Threads that call it must not be interrupted: the JDK closes a channel whose thread is
 * interrupted. Start at {@link gossip.storage.segment.file.StorageFiles}.
 */
package gossip.storage.segment.file;
