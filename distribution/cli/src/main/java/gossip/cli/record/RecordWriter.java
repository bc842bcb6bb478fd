package gossip.cli.record;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes one record in one form. */
@FunctionalInterface
interface RecordWriter {

    /** Writes it with whatever stands between records. Throws when the reader of the output has gone. */
    void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException;
}
