package gossip.schema.avro;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the parts of a value in order. */
interface AvroSink {
    /** Forgets all of it. */
    AvroSink NOTHING = new AvroSink() {
        @Override
        public void startObject() {
            // not wanted
        }

        @Override
        public void endObject() {
            // not wanted
        }

        @Override
        public void startArray() {
            // not wanted
        }

        @Override
        public void endArray() {
            // not wanted
        }

        @Override
        public void key(String name) {
            // not wanted
        }

        @Override
        public void key(ByteBuffer utf8) {
            // not wanted
        }

        @Override
        public void nothing() {
            // not wanted
        }

        @Override
        public void value(boolean value) {
            // not wanted
        }

        @Override
        public void value(long value) {
            // not wanted
        }

        @Override
        public void value(float value) {
            // not wanted
        }

        @Override
        public void value(double value) {
            // not wanted
        }

        @Override
        public void text(ByteBuffer utf8) {
            // not wanted
        }

        @Override
        public void text(String value) {
            // not wanted
        }

        @Override
        public void bytes(ByteBuffer value) {
            // not wanted
        }
    };

    void startObject() throws IOException;

    void endObject() throws IOException;

    void startArray() throws IOException;

    void endArray() throws IOException;

    void key(String name) throws IOException;

    void key(ByteBuffer utf8) throws IOException;

    void nothing() throws IOException;

    void value(boolean value) throws IOException;

    void value(long value) throws IOException;

    void value(float value) throws IOException;

    void value(double value) throws IOException;

    void text(ByteBuffer utf8) throws IOException;

    void text(String value) throws IOException;

    void bytes(ByteBuffer value) throws IOException;
}
