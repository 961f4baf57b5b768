package io.nilometer.api;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a sink is told when it is made.
 *
 * @param pipeline the pipeline's name
 * @param output the output's name
 * @param directory the folder of the pipeline file: relative paths start there
 * @param relations all whose rows may come
 * @param notice takes one-line messages for the user
 */
public record SinkContext(
        String pipeline, String output, Path directory, List<Relation> relations, Consumer<String> notice) {}
