package io.nilometer.connectors.file.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import io.nilometer.connectors.file.Packer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnpackerTest {

    @TempDir
    private Path folder;

    private record Unpacked(String text, @Nullable Fault fault) {}

    /** @param most asked for at once */
    private Unpacked unpack(Packing packing, byte[] packed, int most) throws IOException {
        Path file = Files.write(folder.resolve("packed"), packed);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (FileChannel channel = FileChannel.open(file);
                Unpacker unpacker = new Unpacker(packing, channel, Long.MAX_VALUE)) {
            byte[] some = new byte[most];
            for (int got = unpacker.read(some, 0, most); got >= 0; got = unpacker.read(some, 0, most)) {
                text.write(some, 0, got);
            }
            return new Unpacked(text.toString(StandardCharsets.ISO_8859_1), unpacker.fault());
        }
    }

    private static String text(Random random, int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(i).append(' ').append(random.nextLong()).append('\n');
        }
        return text.toString();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** As far as another reader comes with one cut member. */
    private static String asFarAsItGoes(Packing packing, byte[] cut) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (InputStream in = other(packing, cut)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.write(next);
            }
        } catch (IOException e) {
            // It ends here.
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    private static InputStream other(Packing packing, byte[] cut) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(cut);
        return switch (packing) {
            case GZIP -> {
                // A header without a name.
                bytes.skipNBytes(Math.min(10, cut.length));
                yield new InflaterInputStream(bytes, new Inflater(true));
            }
            case ZSTD -> new ZstdInputStream(bytes);
            case BZIP2 -> new BZip2CompressorInputStream(bytes);
        };
    }

    @ParameterizedTest
    @EnumSource
    void members_come_one_behind_the_other_and_zeros_are_padding(Packing packing) throws IOException {
        String large = text(new Random(1), 20_000);
        byte[] packed = join(Packer.pack(packing, large, "", "b\n", "c"), new byte[1_000]);
        assertThat(unpack(packing, packed, 1 << 16)).isEqualTo(new Unpacked(large + "b\nc", null));
    }

    @ParameterizedTest
    @EnumSource
    void something_else_behind_the_last_member_is_told_and_takes_nothing_away(Packing packing) throws IOException {
        byte[] packed = Packer.pack(packing, "a\n", "b\n");
        Unpacked unpacked = unpack(packing, join(packed, "and then some text".getBytes(StandardCharsets.UTF_8)), 100);
        assertThat(unpacked.text()).isEqualTo("a\nb\n");
        assertThat(unpacked.fault()).isNotNull();
        assertThat(unpacked.fault().isWhole()).isTrue();
        assertThat(unpacked.fault().position()).isEqualTo(packed.length);
    }

    @ParameterizedTest
    @EnumSource
    void a_cut_member_gives_all_that_another_reader_gets_out_of_it(Packing packing) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] packed = Packer.pack(packing, text(random, 30_000));
        for (int i = 0; i < 60; i++) {
            int length = i < 30 ? packed.length - 1 - i : Packing.LONGEST + random.nextInt(packed.length - 40);
            byte[] cut = Arrays.copyOf(packed, length);
            Unpacked unpacked = unpack(packing, cut, 1 + random.nextInt(100_000));
            assertThat(unpacked.text()).as("seed %d, cut at %d", seed, length).isEqualTo(asFarAsItGoes(packing, cut));
            assertThat(unpacked.fault()).as("seed %d, cut at %d", seed, length).isNotNull();
            assertThat(unpacked.fault().kind()).isEqualTo(Fault.Kind.CUT);
            assertThat(unpacked.fault().position()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_damaged_member_gives_the_same_however_it_is_asked_for(Packing packing) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String first = text(random, 5_000);
        String second = text(random, 20_000);
        int start = Packer.pack(packing, first).length;
        for (int i = 0; i < 40; i++) {
            byte[] packed = Packer.pack(packing, first, second);
            int at = start + 20 + random.nextInt(packed.length - start - 20);
            packed[at] ^= (byte) (1 << random.nextInt(8));
            Unpacked unpacked = unpack(packing, packed, 1 << 16);
            assertThat(unpacked.text()).as("seed %d, damaged at %d", seed, at).startsWith(first);
            assertThat(unpacked.fault()).as("seed %d, damaged at %d", seed, at).isNotNull();
            assertThat(unpack(packing, packed, 1 + random.nextInt(5_000)))
                    .as("seed %d, damaged at %d", seed, at)
                    .isEqualTo(unpacked);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_behind_the_limit_is_looked_at(Packing packing) throws IOException {
        byte[] first = Packer.pack(packing, "a\n");
        Path file = Files.write(folder.resolve("packed"), Packer.pack(packing, "a\n", "b\n"));
        try (FileChannel channel = FileChannel.open(file);
                Unpacker unpacker = new Unpacker(packing, channel, first.length)) {
            assertThat(unpacker.skip(100)).isEqualTo(2);
            assertThat(unpacker.read(new byte[1], 0, 1)).isEqualTo(-1);
            assertThat(unpacker.fault()).isNull();
        }
    }
}
