package io.nilometer.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SourceReader;
import io.nilometer.connectors.file.unpack.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many files, few of them open at a time. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ManyFilesTest {

    @TempDir
    Path folder;

    private SourceReader open(int openFiles, boolean untilEnd, Map<String, String> from) {
        List<String> notices = new CopyOnWriteArrayList<>();
        FileSourceFactory factory = new FileSourceFactory();
        Options options = SourceReader.options(factory, "path", "in", "follow", !untilEnd);
        return new SourceReader(
                factory.create(options, SourceReader.context(folder, untilEnd, 1 << 20, openFiles, notices)),
                from,
                notices);
    }

    private Path in(String name) throws IOException {
        return Files.createDirectories(folder.resolve("in")).resolve(name);
    }

    private static List<String> lines(String name, int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add(name + " " + i + "x".repeat(i % 90));
        }
        return lines;
    }

    /** As the operating system counts them. */
    private long descriptors() throws IOException {
        Path mine = Path.of("/proc/self/fd");
        if (!Files.isDirectory(mine)) {
            return 0;
        }
        long count = 0;
        try (Stream<Path> all = Files.list(mine)) {
            for (Path one : all.toList()) {
                try {
                    count += Files.readSymbolicLink(one).startsWith(folder.toRealPath()) ? 1 : 0;
                } catch (IOException e) {
                    // Closed since it was listed.
                    continue;
                }
            }
        }
        return count;
    }

    @Test
    void rotated_files_of_a_host_are_one_partition_and_other_hosts_are_others() throws IOException {
        Map<String, List<String>> expected = new TreeMap<>();
        for (String host : List.of("web-1", "web-2")) {
            List<String> all = lines(host, 0, 9_000);
            Files.write(in(host + ".log.2.gz"), Packer.pack(Packing.GZIP, text(all.subList(0, 3_000))));
            Files.writeString(in(host + ".log.1"), text(all.subList(3_000, 6_000)));
            Files.writeString(in(host + ".log"), text(all.subList(6_000, 9_000)));
            expected.put("in/" + host + ".log", all);
        }
        Files.writeString(in("part-00000"), "p\n");
        Files.writeString(in("part-00001"), "q\n");
        Files.writeString(in("day-2026-01-31.log"), "d\n");
        Files.writeString(in("day-2026-02-01.log"), "e\n");
        expected.put("in/part-00000", List.of("p"));
        expected.put("in/part-00001", List.of("q"));
        expected.put("in/day-2026-01-31.log", List.of("d"));
        expected.put("in/day-2026-02-01.log", List.of("e"));
        try (SourceReader reader = open(1, true, Map.of())) {
            assertThat(reader.untilProgress(Progress.ENDED).byPartition()).isEqualTo(expected);
            assertThat(orders(reader)).isEqualTo(List.copyOf(expected.keySet()));
        }
    }

    private static List<String> orders(SourceReader reader) {
        return reader.batches().stream()
                .map(batch -> batch.partition())
                .distinct()
                .sorted(java.util.Comparator.comparingLong(PartitionId::order))
                .map(PartitionId::name)
                .toList();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void of_every_file_the_first_lines_come_before_more_of_any_and_few_are_open() throws IOException {
        Map<String, List<String>> expected = new HashMap<>();
        Packing[] packings = Packing.values();
        for (int i = 0; i < 60; i++) {
            List<String> all = lines("f" + i, 0, 2_000);
            Path file = in("%02d.log".formatted(i));
            Files.write(file, i % 2 == 0 ? text(all).getBytes() : Packer.pack(packings[i % 3], text(all)));
            expected.put("in/" + file.getFileName(), all);
        }
        try (SourceReader reader = open(5, true, Map.of())) {
            Random random = new Random(3);
            long most = 0;
            while (!reader.source().partitions().get(0).progress().isEnded()) {
                // Pauses make most of them wait, whatever they have read by then.
                List<PartitionId> paused = new ArrayList<>();
                for (PartitionStatus status : reader.source().partitions()) {
                    if (!status.partition().isNote() && random.nextInt(3) > 0) {
                        paused.add(status.partition());
                    }
                }
                reader.source().pause(paused);
                reader.poll(Duration.ZERO);
                most = Math.max(most, descriptors());
            }
            assertThat(most).isLessThanOrEqualTo(5);
            assertThat(reader.byPartition()).isEqualTo(expected);
            assertThat(reader.batches().subList(0, 60).stream()
                            .map(batch -> batch.partition().name()))
                    .doesNotHaveDuplicates();
            assertThat(reader.batches().subList(0, 60)).allMatch(batch -> batch.size() <= 16);
        }
    }

    @Test
    void finished_files_take_some_bytes_each_and_are_known_again() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            Files.writeString(in("%04d.log".formatted(i)), "line " + i + "\n");
        }
        Map<String, String> place;
        try (SourceReader reader = open(16, true, Map.of())) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.all()).hasSize(2_000).doesNotHaveDuplicates();
            place = reader.resume();
        }
        assertThat(place).containsOnlyKeys("");
        assertThat(place.get("")).hasSizeLessThan(2_000 * 32);
        Files.writeString(in("0007.log"), "more\n", StandardOpenOption.APPEND);
        Files.writeString(in("0008.log"), "another file under an old name\n");
        Files.delete(in("0009.log"));
        Files.writeString(in("0009a.log"), "new\n");
        try (SourceReader reader = open(16, true, place)) {
            assertThat(reader.untilProgress(Progress.ENDED).all())
                    .containsExactlyInAnyOrder("more", "another file under an old name", "new");
        }
    }

    @Test
    void followed_hosts_rotate_and_restart_at_random_and_every_line_comes_once_in_its_partition() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, List<String>> written = new TreeMap<>();
        Map<String, List<String>> read = new TreeMap<>();
        Map<String, String> place = Map.of();
        int number = 0;
        for (int round = 0; round < 12; round++) {
            if (round > 0 && random.nextBoolean()) {
                rotate(random.nextInt(4), random);
            }
            try (SourceReader reader = open(2, false, place)) {
                int count = 0;
                for (int i = 0; i < 40; i++) {
                    int host = random.nextInt(4);
                    String line = "host " + host + " line " + number++ + "y".repeat(random.nextInt(200));
                    Files.writeString(
                            in("h" + host + ".log"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    written.computeIfAbsent("in/h" + host + ".log", first -> new ArrayList<>())
                            .add(line);
                    count++;
                    if (random.nextInt(12) == 0) {
                        reader.untilRecords(count);
                        rotate(host, random);
                    }
                }
                reader.untilRecords(count);
                reader.byPartition().forEach((name, lines) -> read.computeIfAbsent(name, first -> new ArrayList<>())
                        .addAll(lines));
                place = reader.resume();
            }
        }
        assertThat(read).as("seed %d", seed).isEqualTo(written);
    }

    /** The file, and those that were rotated before it; some are packed. */
    private void rotate(int host, Random random) throws IOException {
        Path log = in("h" + host + ".log");
        if (!Files.exists(log)) {
            return;
        }
        for (int i = 99; i > 0; i--) {
            for (String kind : List.of("", ".gz")) {
                Path older = in("h" + host + ".log." + i + kind);
                if (Files.exists(older)) {
                    Files.move(older, in("h" + host + ".log." + (i + 1) + kind));
                }
            }
        }
        Path first = in("h" + host + ".log.1");
        Files.move(log, first);
        if (random.nextInt(3) == 0) {
            Files.write(in("h" + host + ".log.1.gz"), Packer.pack(Packing.GZIP, Files.readString(first)));
            Files.delete(first);
        }
    }

    @Test
    void crashes_at_any_batch_of_many_rotated_files_neither_lose_nor_repeat_a_line() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, List<String>> expected = new TreeMap<>();
        for (int host = 0; host < 12; host++) {
            List<String> all = lines("h" + host, 0, 3_000 + random.nextInt(9_000));
            Files.write(in("h" + host + ".log.1.gz"), Packer.pack(Packing.GZIP, text(all.subList(0, 1_500))));
            Files.writeString(in("h" + host + ".log"), text(all.subList(1_500, all.size())));
            expected.put("in/h" + host + ".log", all);
        }
        Map<String, List<String>> read = new TreeMap<>();
        Map<String, String> from = Map.of();
        boolean ended = false;
        while (!ended) {
            try (SourceReader reader = open(3, true, from)) {
                Map<String, String> before = reader.resume();
                int polls = 1 + random.nextInt(6);
                for (int i = 0; i < polls && !ended; i++) {
                    reader.poll(Duration.ZERO);
                    ended = reader.source().partitions().get(0).progress().isEnded();
                }
                // What was committed: all, or all batches up to one.
                boolean whole = ended || random.nextBoolean();
                int kept = whole
                        ? reader.batches().size()
                        : random.nextInt(reader.batches().size() + 1);
                ended &= whole;
                Map<String, String> committed = new HashMap<>(whole ? reader.resume() : before);
                reader.batches().subList(0, kept).forEach(batch -> {
                    List<String> into = read.computeIfAbsent(batch.partition().name(), first -> new ArrayList<>());
                    for (int i = 0; i < batch.size(); i++) {
                        into.add(new String(batch.copy(i), java.nio.charset.StandardCharsets.UTF_8));
                    }
                    if (!whole) {
                        committed.put(batch.partition().name(), batch.resume());
                    }
                });
                from = committed;
            }
        }
        assertThat(read).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void a_file_that_two_paths_name_is_an_error_and_a_link_to_one_is_left_out() throws IOException {
        Files.writeString(in("a.log"), "1\n");
        Files.createSymbolicLink(in("Current"), in("a.log"));
        try (SourceReader reader = open(4, true, Map.of())) {
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("1");
            assertThat(reader.notices()).anyMatch(notice -> notice.contains("Current is left out"));
        }
        FileSourceFactory factory = new FileSourceFactory();
        assertThatThrownBy(() -> SourceReader.open(factory, folder, true, Map.of(), "path", List.of("in", "in/a.log")))
                .isInstanceOfSatisfying(
                        NilometerException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("duplicate-file"));
    }

    @Test
    void positions_of_the_time_when_a_folder_was_one_partition_are_refused_with_the_remedy() throws IOException {
        Files.writeString(in("a.log"), "1\n");
        assertThatThrownBy(() -> open(4, true, Map.of("in", "1 2 ordered;2 2 abc k p")))
                .isInstanceOfSatisfying(NilometerException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("state-format");
                    assertThat(e.problem().remedy()).contains("--forget");
                });
    }
}
