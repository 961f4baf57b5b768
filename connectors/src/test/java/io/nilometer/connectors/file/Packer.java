package io.nilometer.connectors.file;

import com.github.luben.zstd.ZstdOutputStream;
import io.nilometer.connectors.file.unpack.Packing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Packs texts as the programs of the same names do. */
public final class Packer {

    private Packer() {}

    /** One member for each of the texts, one behind the other. */
    public static byte[] pack(Packing packing, String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (String text : texts) {
                try (OutputStream out = member(packing, bytes)) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static String ending(Packing packing) {
        return switch (packing) {
            case GZIP -> ".gz";
            case ZSTD -> ".zst";
            case BZIP2 -> ".bz2";
        };
    }

    private static OutputStream member(Packing packing, OutputStream into) throws IOException {
        return switch (packing) {
            case GZIP -> new GZIPOutputStream(into);
            case ZSTD -> new ZstdOutputStream(into).setChecksum(true);
            case BZIP2 -> new BZip2CompressorOutputStream(into, 1);
        };
    }
}
