package gossip.cli.record;

import gossip.api.config.SettingType;
import picocli.CommandLine.ITypeConverter;

/** Sizes with units that fit into an array. */
final class SizeConverter implements ITypeConverter<Integer> {
    private static final int LIMIT_BYTES = 1 << 30;

    /** For picocli. */
    SizeConverter() {}

    @Override
    public Integer convert(String text) {
        long sizeBytes = SettingType.SIZE.parse().apply(text);
        if (sizeBytes < 1 || sizeBytes > LIMIT_BYTES) {
            throw new IllegalArgumentException("expected a size from 1B to 1GB");
        }
        return (int) sizeBytes;
    }
}
