package io.nilometer.connectors.ndjson;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * What has been written to a file.
 *
 * @param checksum CRC-32C of all of it
 */
record Written(long bytes, int checksum) {

    static final Written NOTHING = new Written(0, 0);

    /** Bits reversed, as CRCs are computed. */
    private static final int POLYNOMIAL = 0x82F63B78;

    /** With more behind it. Takes a time that grows with the logarithm of {@code more}. */
    Written plus(long more, int checksumOfMore) {
        return new Written(bytes + more, shift(checksum, more) ^ checksumOfMore);
    }

    /** What is at the beginning of a file. */
    static Written of(FileChannel file, long bytes) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        long at = 0;
        while (at < bytes) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - at));
            int read = file.read(buffer, at);
            if (read < 0) {
                break;
            }
            at += read;
            crc.update(buffer.flip());
        }
        return new Written(at, (int) crc.getValue());
    }

    /**
     * The CRC as if so many zero bytes followed, but for the final complement: as {@code crc32_combine} of zlib does it, by
     * multiplying with a power of x modulo the polynomial.
     */
    private static int shift(int crc, long zeroBytes) {
        int power = 1 << 31 >>> 8;
        int shifted = crc;
        for (long left = zeroBytes; left > 0; left >>>= 1) {
            if ((left & 1) != 0) {
                shifted = times(power, shifted);
            }
            power = times(power, power);
        }
        return shifted;
    }

    /** Product of two polynomials modulo that of the CRC; the highest bit is x to the power of 0. */
    private static int times(int a, int b) {
        int product = 0;
        int factor = b;
        for (int bit = 1 << 31; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) != 0 ? factor >>> 1 ^ POLYNOMIAL : factor >>> 1;
        }
        return product;
    }
}
