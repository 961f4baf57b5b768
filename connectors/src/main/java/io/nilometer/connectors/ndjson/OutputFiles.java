package io.nilometer.connectors.ndjson;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.SinkContext;
import io.nilometer.api.disk.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where rows go.
 *
 * @param folder holds all files and the progress file
 * @param progress the progress file
 * @param byRelation path relative to the folder, by the relation's name
 */
record OutputFiles(Path folder, Path progress, Map<String, String> byRelation) {

    private static final String NAME = "{name}";

    static OutputFiles of(String path, SinkContext context) {
        boolean isFile = path.endsWith(".ndjson") || path.endsWith(".json") || path.contains(NAME);
        String template = isFile ? path : path + "/" + NAME + ".ndjson";
        if (!template.contains(NAME) && context.relations().size() > 1) {
            throw new NilometerException(
                    "one-file",
                    "output " + context.output() + " writes "
                            + context.relations().size() + " relations into the one file " + path,
                    "put {name} into the path, such as " + path.replaceAll("(\\.[a-z]+)$", "-{name}$1")
                            + ", or name a directory");
        }
        String fixed = template.contains(NAME) ? template.substring(0, template.indexOf(NAME)) : template;
        int slash = fixed.lastIndexOf('/');
        Path folder = context.directory()
                .resolve(slash < 0 ? "" : fixed.substring(0, slash + 1))
                .toAbsolutePath()
                .normalize();
        String rest = template.substring(slash + 1);
        Map<String, String> files = new LinkedHashMap<>();
        for (Relation relation : context.relations()) {
            files.put(relation.name(), rest.replace(NAME, relation.name()));
        }
        return new OutputFiles(folder, folder.resolve(".progress-" + context.output()), files);
    }

    /**
     * Looks whether the places are free for files of this program; changes nothing. A folder that the pipeline names may be
     * reached by a link; what is below it may not.
     *
     * @throws NilometerException {@code results-folder} or {@code not-our-file}
     */
    void check() throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NilometerException(
                    "results-folder", folder + " is no folder", "move it away, or give results another path");
        }
        OwnFile.check(folder.resolve(OwnedFiles.LOCK));
        OwnFile.check(progress);
        OwnFile.check(progress.resolveSibling(progress.getFileName() + OwnFile.NEXT));
        for (String file : byRelation.values()) {
            Path path = folder.resolve(file);
            for (Path above = path.getParent(); !above.equals(folder) && above.startsWith(folder); ) {
                OwnFile.checkFolder(above);
                above = above.getParent();
            }
            OwnFile.check(path);
        }
    }
}
