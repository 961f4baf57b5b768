package io.nilometer.api.disk;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The CRC-32C that files of ours in text carry. */
public final class Checksum {

    private Checksum() {}

    /** Eight hexadecimal digits. */
    public static String of(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
