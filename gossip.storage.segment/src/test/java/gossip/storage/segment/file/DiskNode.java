package gossip.storage.segment.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a power loss leaves of a file or directory. Guarded by the {@link FaultyFiles} it belongs to. */
sealed interface DiskNode {
    /** A directory: names that are durable, and changes of names that are not yet. */
    final class Directory implements DiskNode {
        final Map<String, DiskNode> present = new HashMap<>();
        private final Map<String, DiskNode> durable = new HashMap<>();
        private final List<Runnable> pending = new ArrayList<>();

        void put(String name, DiskNode node) {
            present.put(name, node);
            pending.add(() -> durable.put(name, node));
        }

        void remove(String name) {
            present.remove(name);
            pending.add(() -> durable.remove(name));
        }

        void rename(String from, String to) {
            DiskNode node = present.remove(from);
            present.put(to, node);
            pending.add(() -> {
                durable.remove(from);
                durable.put(to, node);
            });
        }

        /** The name that a node has now, which a change that is not durable may have given it. */
        String presentName(DiskNode node) {
            return present.entrySet().stream()
                    .filter(entry -> entry.getValue() == node)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("deleted");
        }

        void sync() {
            pending.forEach(Runnable::run);
            pending.clear();
        }

        /** The journal keeps the order: some changes made it, those after them did not. */
        Map<String, DiskNode> afterPowerLoss(Random random) {
            int survived = random.nextInt(pending.size() + 1);
            pending.subList(0, survived).forEach(Runnable::run);
            return durable;
        }
    }

    /** A file: its durable bytes, and which sectors have been written since. */
    final class Content implements DiskNode {
        private static final int SECTOR_BYTES = 512;

        private byte[] durable = new byte[0];
        private final BitSet dirty = new BitSet();

        void wrote(long from, long end) {
            if (end > from) {
                dirty.set((int) (from / SECTOR_BYTES), (int) ((end - 1) / SECTOR_BYTES) + 1);
            }
        }

        /** Everything present becomes durable. */
        void sync(StorageFile file) throws IOException {
            byte[] synced = Arrays.copyOf(durable, Math.toIntExact(file.size()));
            for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
                copySector(sector, file, synced);
            }
            durable = synced;
            dirty.clear();
        }

        /** A failed sync: the kernel takes the pages for clean, but they are not on disk. */
        void forgetDirty() {
            dirty.clear();
        }

        /** Each sector, or page, written since the last sync is there or is not; so is a new size. */
        byte[] afterPowerLoss(StorageFile file, Random random) throws IOException {
            int present = Math.toIntExact(file.size());
            int size = random.nextBoolean() ? present : durable.length;
            byte[] left = Arrays.copyOf(durable, size);
            int granularity = random.nextBoolean() ? 1 : 8;
            int chance = random.nextInt(5);
            Map<Integer, Boolean> survives = new HashMap<>();
            for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
                if (survives.computeIfAbsent(sector / granularity, unit -> random.nextInt(4) < chance)) {
                    copySector(sector, file, left);
                }
            }
            return left;
        }

        byte[] durable() {
            return durable;
        }

        void flipBit(int position) {
            if (position < durable.length) {
                durable[position] ^= 1;
            }
        }

        private static void copySector(int sector, StorageFile file, byte[] target) throws IOException {
            int from = sector * SECTOR_BYTES;
            int end = (int) Math.min(Math.min(from + SECTOR_BYTES, target.length), file.size());
            if (end > from) {
                file.readFully(ByteBuffer.wrap(target, from, end - from), from);
            }
        }
    }
}
