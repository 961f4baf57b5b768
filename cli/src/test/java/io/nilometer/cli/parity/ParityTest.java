package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.parity.BothEngines.Outcome;
import io.nilometer.core.run.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The promise across engines: random pipelines over random, disordered records, cut into random batches, on any number of
 * shards, stopped and continued, give the same final rows and the same ledger on Spark as in one process. A seed that
 * fails is printed; {@code -Dparity.seed} with {@code -Dparity.rounds=1} runs it again.
 */
class ParityTest {

    private static final int ROUNDS = Integer.getInteger("parity.rounds", 6);
    private static final long SEED = Long.getLong("parity.seed", 20_000);
    private static final int[] SHARDS = {1, 2, 5};

    /** Spark may still look after its state there when a run has ended, which would fail a stricter deletion. */
    private final TemporaryDirectory temporary = TemporaryDirectory.create("nilometer-parity");

    private final Path folder = temporary.path();

    @AfterEach
    void delete() {
        temporary.close();
    }

    @Test
    void records_that_the_driver_sends_give_the_same_rows_and_ledger() throws Exception {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            BothEngines engines = new BothEngines(AnyPipeline.text(random), random);
            Map<String, Map<String, List<byte[]>>> records = Records.of(random, 500);
            Outcome expected = engines.embedded(stream -> new CutSource(records.get(stream), new Random(1), 40));
            Path checkpoint = folder.resolve("fed" + seed);
            int most = 20 + random.nextInt(60);
            Outcome outcome = engines.spark(
                    SHARDS[(int) (seed % 3)],
                    random.nextInt(3),
                    Map.of(),
                    AnyPipeline.SOURCES,
                    stream -> new CutSource(records.get(stream), new Random(2), most),
                    Optional.of(checkpoint));
            compare(seed, engines, outcome, expected);
        }
    }

    @Test
    void files_read_by_executors_give_the_same_rows_and_ledger() throws Exception {
        for (long seed = SEED + 1_000; seed < SEED + 1_000 + ROUNDS; seed++) {
            Random random = new Random(seed);
            BothEngines engines = new BothEngines(AnyPipeline.text(random), random);
            Map<String, List<String>> files = write(Records.of(random, 500), folder.resolve("files" + seed));
            Outcome expected = engines.embedded(stream -> engines.files(stream, files.get(stream)));
            Outcome outcome = engines.spark(
                    SHARDS[(int) (seed % 3)],
                    random.nextInt(3),
                    files,
                    List.of(),
                    stream -> {
                        throw new IllegalStateException("nothing is fed");
                    },
                    Optional.of(folder.resolve("read" + seed)));
            compare(seed, engines, outcome, expected);
        }
    }

    private static void compare(long seed, BothEngines engines, Outcome outcome, Outcome expected) {
        List<String> missing = new ArrayList<>(expected.rows());
        outcome.rows().forEach(missing::remove);
        List<String> surplus = new ArrayList<>(outcome.rows());
        expected.rows().forEach(surplus::remove);
        assertThat(Map.of("missing", missing, "surplus", surplus))
                .as("seed %d\n%s", seed, engines)
                .isEqualTo(Map.of("missing", List.of(), "surplus", List.of()));
        assertThat(outcome.ledger()).as("seed %d\n%s", seed, engines).isEqualTo(expected.ledger());
        assertThat(expected.rows()).isNotEmpty();
    }

    /** Each partition as a file. */
    private static Map<String, List<String>> write(Map<String, Map<String, List<byte[]>>> records, Path folder)
            throws IOException {
        Map<String, List<String>> files = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, List<byte[]>>> stream : records.entrySet()) {
            List<String> paths = new ArrayList<>();
            Path own = Files.createDirectories(folder.resolve(stream.getKey()));
            for (Map.Entry<String, List<byte[]>> partition : stream.getValue().entrySet()) {
                Path file = own.resolve(partition.getKey() + ".ndjson");
                try (var out = Files.newOutputStream(file)) {
                    for (byte[] line : partition.getValue()) {
                        out.write(line);
                        out.write('\n');
                    }
                }
                paths.add(file.toString());
            }
            files.put(stream.getKey(), paths);
        }
        return files;
    }
}
