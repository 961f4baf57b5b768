package io.nilometer.core.run;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whose a state is: kept with it, so that two pipelines or two inputs under one name never add up in silence.
 *
 * @param pipeline its name
 * @param file of the pipeline, for the user
 * @param sources by stream, what is read, such as {@code file /var/log/app.log}; equal texts mean the same records
 */
public record StateOrigin(String pipeline, String file, Map<String, String> sources) {

    /** Of a state that nobody goes on with. */
    public static final StateOrigin UNKNOWN = new StateOrigin("", "", Map.of());

    public StateOrigin {
        sources = Map.copyOf(sources);
    }

    /**
     * What a run that goes on with a state has to know.
     *
     * @param renamed new names of streams, by the name that the state has
     * @param told for the user
     */
    public record Continuation(Map<String, String> renamed, List<String> told) {

        /** The name that a stream of the state has now. */
        public String nameOf(String stream) {
            return renamed.getOrDefault(stream, stream);
        }
    }

    /**
     * Compares a run with the state that it finds.
     *
     * @param written whose the state is
     * @param goOn whether to go on with other inputs
     * @param place where the state is, for the user
     * @throws NilometerException {@code state-of-another} or {@code other-source}
     */
    public Continuation since(StateOrigin written, boolean goOn, String place) {
        if (equals(UNKNOWN)) {
            return new Continuation(Map.of(), List.of());
        }
        if (!written.pipeline.equals(pipeline)) {
            throw new NilometerException(
                    "state-of-another",
                    "the state in " + place + " belongs to the pipeline " + written.pipeline,
                    "give this pipeline another --state");
        }
        List<String> told = new ArrayList<>();
        if (!written.file.equals(file)) {
            told.add("the state in " + place + " was made by " + written.file + "; now " + file + " goes on with it");
        }
        Map<String, String> renamed = renamed(written);
        renamed.forEach((before, now) -> told.add("stream " + now + " goes on where " + before
                + " was, which read the same: " + written.sources.get(before)));
        Set<String> gone = new HashSet<>(written.sources.keySet());
        gone.removeAll(renamed.keySet());
        Map<String, String> others = new TreeMap<>();
        for (Map.Entry<String, String> stream : new TreeMap<>(sources).entrySet()) {
            String before = gone.remove(stream.getKey()) ? written.sources.get(stream.getKey()) : null;
            if (before != null && !before.equals(stream.getValue())) {
                others.put(stream.getKey(), before);
            }
        }
        if (!others.isEmpty() && !goOn) {
            throw other(others, place);
        }
        others.forEach((stream, before) -> told.add("stream " + stream + " goes on with " + sources.get(stream)
                + "; what it has counted comes from " + before));
        new TreeMap<>(written.sources).forEach((stream, source) -> {
            if (gone.contains(stream)) {
                told.add("stream " + stream + " is no longer read: how far it was read (" + source + ") is forgotten");
            }
        });
        return new Continuation(renamed, told);
    }

    /** Streams that are called otherwise now, each with a source that no stream of the old name has any more. */
    private Map<String, String> renamed(StateOrigin written) {
        Map<String, String> renamed = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (Map.Entry<String, String> before : new TreeMap<>(written.sources).entrySet()) {
            if (before.getValue().equals(sources.get(before.getKey()))) {
                continue;
            }
            new TreeMap<>(sources)
                    .entrySet().stream()
                            .filter(now -> now.getValue().equals(before.getValue())
                                    && written.isFree(now.getKey(), this)
                                    && !taken.contains(now.getKey()))
                            .findFirst()
                            .ifPresent(now -> {
                                renamed.put(before.getKey(), now.getKey());
                                taken.add(now.getKey());
                            });
        }
        return renamed;
    }

    /** Whether a name of a stream was not in use, or what used it goes by another one now. */
    private boolean isFree(String stream, StateOrigin now) {
        String source = sources.get(stream);
        return source == null || now.sources.containsValue(source) && !source.equals(now.sources.get(stream));
    }

    private NilometerException other(Map<String, String> others, String place) {
        List<String> differences = new ArrayList<>();
        others.forEach((stream, before) ->
                differences.add("stream " + stream + " read " + before + ", now it reads " + sources.get(stream)));
        return new NilometerException(
                "other-source",
                "the state in " + place + " comes from another input: " + String.join("; ", differences),
                "give the pipeline another `name`, or this run another --state; --forget starts from the beginning, "
                        + "--continue adds the new input to what has been counted");
    }

    public void write(ByteWriter out) {
        out.writeText(pipeline);
        out.writeText(file);
        out.writeUnsigned(sources.size());
        new TreeMap<>(sources).forEach((stream, source) -> {
            out.writeText(stream);
            out.writeText(source);
        });
    }

    public static StateOrigin read(ByteReader in) {
        String pipeline = in.readText();
        String file = in.readText();
        Map<String, String> sources = new HashMap<>();
        for (int i = in.readLength(); i > 0; i--) {
            String stream = in.readText();
            sources.put(stream, in.readText());
        }
        return new StateOrigin(pipeline, file, sources);
    }
}
