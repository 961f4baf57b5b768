package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.core.row.EventRow;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner and the strict parser must give the same answer for every record. */
class JsonScannerAndStrictParserTest {

    private static final int MUTATIONS = 200_000;
    private static final List<Field> FIELDS = JsonFields.all();
    private static final Format.Settings SETTINGS = new Format.Settings(ZoneId.of("Europe/Berlin"), 64);

    private final Decoder decoder = new JsonDecoder(FIELDS, SETTINGS, false);
    private final Decoder scanner = JsonFields.scanner(FIELDS, SETTINGS);
    private final Decoder strict = JsonFields.strict(FIELDS, SETTINGS);
    private final EventRow nowhere =
            new EventRow(FIELDS.stream().map(Field::type).toList());
    private int takenByScanner;

    @Test
    void agree_on_a_corpus_of_odd_records() {
        List<byte[]> records = JsonCorpus.records();
        records.forEach(this::compare);
        assertThat(takenByScanner).isGreaterThan(records.size() / 4);
    }

    @Test
    void agree_with_a_smaller_depth() {
        Format.Settings shallow = new Format.Settings(SETTINGS.zone(), 2);
        Decoder both = new JsonDecoder(FIELDS, shallow, false);
        Decoder strictOnly = JsonFields.strict(FIELDS, shallow);
        for (byte[] record : JsonCorpus.records()) {
            assertThat(Decoded.of(both, FIELDS, record))
                    .as(text(record))
                    .isEqualTo(Decoded.of(strictOnly, FIELDS, record));
        }
    }

    @Test
    void agree_on_random_mutations() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("JSON mutations: -Dseed=" + seed);
        Random random = new Random(seed);
        List<byte[]> corpus = JsonCorpus.records().stream()
                .filter(record -> record.length < 1000)
                .toList();
        for (int i = 0; i < MUTATIONS; i++) {
            compare(mutated(corpus, random));
        }
        assertThat(takenByScanner).isGreaterThan(MUTATIONS / 20);
    }

    private void compare(byte[] record) {
        Object expected = Decoded.of(strict, FIELDS, record);
        Object found = Decoded.of(decoder, FIELDS, record);
        if (!expected.equals(found)) {
            assertThat(found).as(text(record)).isEqualTo(expected);
        }
        if (scanner.decode(record, 0, record.length, nowhere) == null) {
            takenByScanner++;
        }
    }

    /** One to four random edits: bytes changed, left out, doubled, moved from other records. */
    static byte[] mutated(List<byte[]> corpus, Random random) {
        byte[] record = corpus.get(random.nextInt(corpus.size())).clone();
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(record.length + 1);
            byte[] other = corpus.get(random.nextInt(corpus.size()));
            int from = random.nextInt(other.length + 1);
            int until = Math.min(other.length, from + random.nextInt(20));
            byte[] piece =
                    switch (random.nextInt(4)) {
                        case 0 -> new byte[] {(byte) random.nextInt(256)};
                        case 1 -> new byte[] {(byte) "{}[]\",:\\ 0e.-u\n".charAt(random.nextInt(15))};
                        case 2 -> Arrays.copyOfRange(other, from, until);
                        default -> new byte[0];
                    };
            int resume = Math.min(record.length, at + (random.nextBoolean() ? 0 : 1 + random.nextInt(3)));
            byte[] edited = new byte[at + piece.length + record.length - resume];
            System.arraycopy(record, 0, edited, 0, at);
            System.arraycopy(piece, 0, edited, at, piece.length);
            System.arraycopy(record, resume, edited, at + piece.length, record.length - resume);
            record = edited;
        }
        return record;
    }

    private static String text(byte[] record) {
        return new String(record, 0, Math.min(record.length, 300), StandardCharsets.ISO_8859_1);
    }
}
