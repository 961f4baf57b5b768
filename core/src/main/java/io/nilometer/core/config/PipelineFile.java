package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door of this package: a file in, a checked pipeline or its mistakes out. */
public final class PipelineFile {

    private static final long MOST_BYTES = 4L << 20;

    private PipelineFile() {}

    /**
     * What became of a file.
     *
     * @param pipeline what could be read; with errors it lacks some parts, but the others can be checked further. Empty when
     *     the text as a whole cannot be read.
     * @param sources by stream, those without an error, also of streams and pipelines that have some
     * @param problems in the order of the file
     * @param notLookedAt variables without a value and files that were not opened, in the order of the file
     */
    public record Loaded(
            Optional<Pipeline> pipeline,
            Map<String, Use> sources,
            List<Problem> problems,
            List<NotLookedAt> notLookedAt) {

        public boolean hasErrors() {
            return problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        }
    }

    /**
     * How variables are filled in, and who knows what this package does not.
     *
     * @param sets values that win over the environment
     * @param environment gives the value of a variable, or null
     * @param lenient accept variables that are not set: nothing is going to be run
     * @param spark judges what the section {@code spark} says
     */
    public record Settings(
            Map<String, String> sets,
            Function<String, @Nullable String> environment,
            boolean lenient,
            SettingCheck spark) {

        /** Where nobody knows Spark: its settings are only read. */
        public Settings(Map<String, String> sets, Function<String, @Nullable String> environment, boolean lenient) {
            this(sets, environment, lenient, SettingCheck.NONE);
        }
    }

    /** Reads and checks a file. Does not throw for anything that may be wrong with it. */
    public static Loaded load(Path file, Components components, Settings settings) {
        Place place = new Place(file.toString(), 0, 0);
        try {
            if (Files.isDirectory(file)) {
                return failed(
                        "not-a-file",
                        place,
                        "it is a directory",
                        "name a pipeline file, such as " + file.resolve("pipeline.yaml"));
            }
            if (Files.size(file) > MOST_BYTES) {
                return failed(
                        "too-large",
                        place,
                        "it is larger than 4 MiB",
                        "name a pipeline file; data goes in with --input");
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Path directory = file.toAbsolutePath().getParent();
            return parse(text, file.toString(), directory == null ? Path.of(".") : directory, components, settings);
        } catch (CharacterCodingException e) {
            return failed("not-utf8", place, "it is not UTF-8 text", "save it as UTF-8, or name another file");
        } catch (java.nio.file.NoSuchFileException e) {
            return failed("no-such-file", place, "there is no such file", "check the path");
        } catch (IOException e) {
            return failed("unreadable-file", place, "it cannot be read: " + e, "check its permissions");
        }
    }

    /**
     * Reads and checks a text.
     *
     * @param name as problems call it
     * @param directory where relative paths start
     */
    public static Loaded parse(String text, String name, Path directory, Components components, Settings settings) {
        Problems problems = new Problems();
        Place top = new Place(name, 1, 1);
        Variables variables =
                new Variables(settings.sets(), settings.environment(), settings.lenient(), directory, problems);
        Optional<Tree> tree = new TreeReader(name, text, variables, problems).read();
        Reading reading = new Reading(problems, components, settings.spark());
        Pipeline pipeline = null;
        if (tree.isPresent()) {
            Tree checked = new SecretPlaces(problems).check(tree.get());
            pipeline = new PipelineReader(reading, directory).read(checked);
            variables.checkAllSetsUsed(top);
        } else if (!problems.hasErrors()) {
            problems.error("empty-file", top, "the file is empty", "write a pipeline: name, streams, metrics");
        }
        return new Loaded(
                Optional.ofNullable(pipeline),
                Collections.unmodifiableMap(reading.sources),
                problems.sorted(),
                variables.notLookedAt());
    }

    private static Loaded failed(String code, Place place, String message, String remedy) {
        return new Loaded(
                Optional.empty(),
                Map.of(),
                List.of(Problem.error(code, "cannot use this file: " + message, remedy, place)),
                List.of());
    }
}
