package io.nilometer.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.state.DistinctBlocks.Cell;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class ScanBlocksTest {

    private static final int SEEDS = 60;

    @Test
    void blocks_of_several_batches_one_behind_the_other_give_the_counts_of_a_hash_set() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            DistinctBlocks scan = new DistinctBlocks();
            byte[] all = concatenated(scan, random);

            assertThat(counts(merged(all, bucket -> true))).as("seed " + seed).isEqualTo(expected(scan));
        }
    }

    @Test
    void cells_of_other_buckets_are_read_over_and_what_is_merged_is_written_plainly() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            DistinctBlocks scan = new DistinctBlocks();
            byte[] all = concatenated(scan, random);
            boolean[] first = new boolean[CellBlock.BUCKETS];
            for (int bucket = 0; bucket < first.length; bucket++) {
                first[bucket] = random.nextBoolean();
            }
            List<CellTable> some = merged(all, bucket -> first[bucket]);
            List<CellTable> others = merged(all, bucket -> !first[bucket]);
            ByteWriter written = new ByteWriter(16);
            // A block of the scan before them: its values are not theirs.
            scan.events(20, random);
            byte[] more = scan.finish(1)[0];
            written.writeRaw(more, 0, more.length);
            for (int grouping = 0; grouping < DistinctBlocks.GROUPINGS; grouping++) {
                CellBlock.write(grouping, some.get(grouping), written);
                CellBlock.write(grouping, others.get(grouping), written);
            }

            List<CellTable> again = merged(written.toByteArray(), bucket -> true);
            assertThat(counts(again)).as("seed " + seed).isEqualTo(expected(scan));
        }
    }

    @Test
    void a_value_costs_its_bytes_once_in_a_block() {
        DistinctBlocks scan = new DistinctBlocks();
        for (int i = 0; i < 100; i++) {
            scan.event("key", 0, "user-%08d".formatted(i), 7);
        }
        int once = scan.finish(1)[0].length;
        for (int i = 0; i < 10_000; i++) {
            scan.event("key-" + i % 100, 0, "user-%08d".formatted(i / 100), 7);
        }
        int often = scan.finish(1)[0].length;

        // Two groupings: the first has the value, the second a reference.
        assertThat(once).isLessThan(100 * (1 + 13 + 1) + 100);
        assertThat(often).isLessThan(100 * (1 + 13) + 2 * (100 * 100 + 100 * 32));
    }

    @Test
    void a_value_that_comes_once_costs_nothing_beside_its_length_and_bytes() {
        DistinctBlocks scan = new DistinctBlocks();
        for (int i = 0; i < 50_000; i++) {
            scan.event("key", 0, "request-%05d".formatted(i), 1);
        }
        int bytes = scan.finish(1)[0].length;
        int references = 3 * 50_000;

        assertThat(bytes - references).isLessThan(50_000 * (1 + 13) + 100);
    }

    @Test
    void more_values_than_have_numbers_are_counted_all_the_same() {
        DistinctBlocks scan = new DistinctBlocks();
        int many = (1 << 19) + 50_000;
        for (int i = 0; i < many; i++) {
            scan.event("key-" + i % 3, 0, "v" + i, i);
        }
        assertThat(counts(merged(joined(List.of(scan.finish(2))), bucket -> true)))
                .isEqualTo(expected(scan));
        scan.expected.clear();
        scan.event("key", 0, "after", 1);
        assertThat(counts(merged(joined(List.of(scan.finish(2))), bucket -> true)))
                .isEqualTo(expected(scan));
    }

    @Test
    void a_reference_to_a_value_that_the_block_does_not_have_is_refused() {
        DistinctBlocks scan = new DistinctBlocks();
        scan.event("key", 0, "value", 1);
        byte[] block = scan.finish(1)[0];
        int value = new String(block, StandardCharsets.ISO_8859_1).indexOf("value");
        block[value - 1] = 120;

        assertThatThrownBy(() -> merged(block, bucket -> true))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("value 102 is referred to where there are 0");
    }

    @Test
    void a_block_with_wrong_bytes_is_refused_or_read_but_never_hangs() {
        Random random = new Random(5);
        DistinctBlocks scan = new DistinctBlocks();
        scan.events(500, random);
        byte[] block = scan.finish(1)[0];
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] wrong = block.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
            }
            try {
                merged(wrong, bucket -> true);
            } catch (NilometerException e) {
                assertThat(e).hasMessageContaining("cells cannot be read at byte");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    /** Blocks of all shards of some batches, in any order. */
    private static byte[] concatenated(DistinctBlocks scan, Random random) {
        List<byte[]> blocks = new ArrayList<>();
        int shards = 1 + random.nextInt(random.nextBoolean() ? 4 : 100);
        for (int batch = random.nextInt(4); batch >= 0; batch--) {
            scan.events(random.nextInt(2_000), random);
            blocks.addAll(List.of(scan.finish(shards)));
        }
        Collections.shuffle(blocks, random);
        return joined(blocks);
    }

    private static byte[] joined(List<byte[]> blocks) {
        ByteWriter all = new ByteWriter(16);
        blocks.forEach(block -> all.writeRaw(block, 0, block.length));
        return all.toByteArray();
    }

    private static List<CellTable> merged(byte[] block, IntPredicate wanted) {
        List<CellTable> tables = new ArrayList<>();
        for (int grouping = 0; grouping < DistinctBlocks.GROUPINGS; grouping++) {
            tables.add(new CellTable(DistinctBlocks.mergeLayout()));
        }
        CellBlock.read(block, (grouping, hash, keyOffset, keyLength, slice, first, in) -> {
            CellTable table = wanted.test(CellBlock.bucket(hash))
                    ? tables.get(grouping)
                    : new CellTable(DistinctBlocks.mergeLayout());
            table.merge(table.cell(in.array(), keyOffset, keyLength, hash, slice, first), in);
        });
        return tables;
    }

    private static Map<Cell, List<Long>> counts(List<CellTable> tables) {
        Map<Cell, List<Long>> counts = new HashMap<>();
        for (int grouping = 0; grouping < tables.size(); grouping++) {
            CellTable table = tables.get(grouping);
            for (int cell = 0; cell < table.size(); cell++) {
                Object[] results = table.results(cell);
                String key =
                        new String(table.keys(), table.keyOffset(cell), table.keyLength(cell), StandardCharsets.UTF_8);
                counts.put(new Cell(grouping, key, table.slice(cell)), List.of((Long) results[0], (Long) results[2]));
            }
        }
        return counts;
    }

    private static Map<Cell, List<Long>> expected(DistinctBlocks scan) {
        Map<Cell, List<Long>> counts = new HashMap<>();
        scan.expected.forEach(
                (cell, values) -> counts.put(cell, List.of((long) values.texts().size(), (long)
                        values.numbers().size())));
        return counts;
    }
}
