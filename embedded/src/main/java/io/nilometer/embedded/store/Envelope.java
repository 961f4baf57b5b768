package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Stored values: format version (1 byte), CRC-32C (4 bytes) of key and payload, payload. */
final class Envelope {

    private static final byte VERSION = 1;
    private static final int HEAD = 5;

    private Envelope() {}

    static byte[] seal(byte[] key, byte[] payload) {
        return ByteBuffer.allocate(HEAD + payload.length)
                .put(VERSION)
                .putInt(checksum(key, payload, 0, payload.length))
                .put(payload)
                .array();
    }

    /** @throws NilometerException when the bytes are not what was written */
    static byte[] open(String what, byte[] key, byte[] sealed) {
        if (sealed.length < HEAD || sealed[0] != VERSION) {
            throw corrupt(what, "its format is not known to this version");
        }
        if (ByteBuffer.wrap(sealed, 1, 4).getInt() != checksum(key, sealed, HEAD, sealed.length - HEAD)) {
            throw corrupt(what, "its checksum does not fit");
        }
        byte[] payload = new byte[sealed.length - HEAD];
        System.arraycopy(sealed, HEAD, payload, 0, payload.length);
        return payload;
    }

    static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    static long number(byte[] key) {
        return ByteBuffer.wrap(key).getLong();
    }

    private static int checksum(byte[] key, byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private static NilometerException corrupt(String what, String why) {
        return StateErrors.corrupt("the state cannot be read: " + what + ": " + why, null);
    }
}
