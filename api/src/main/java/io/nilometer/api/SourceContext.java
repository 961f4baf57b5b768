package io.nilometer.api;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a source is told when it is made.
 *
 * @param pipeline the pipeline's name
 * @param stream the stream's name
 * @param directory the folder of the pipeline file: relative paths start there
 * @param untilEnd read up to what is the end when it is opened, then report {@link Source.Progress#ENDED}
 * @param maxRecordBytes longer records need not be read whole: one byte more than this is enough for them to be rejected
 * @param openFiles no more files than these are open at a time
 * @param encoding of text: where lines end depends on it; bytes are handed over as they are
 * @param generator makes the records of the stream's {@code demo} section; null when it has none
 * @param notice takes one-line messages for the user, such as "cannot reach localhost:9092, trying again"
 * @param remote reads files that are not on this machine
 */
public record SourceContext(
        String pipeline,
        String stream,
        Path directory,
        boolean untilEnd,
        int maxRecordBytes,
        int openFiles,
        Charset encoding,
        @Nullable RecordGenerator generator,
        Consumer<String> notice,
        RemoteFiles remote) {

    /** For an engine that reads files of this machine only. */
    public SourceContext(
            String pipeline,
            String stream,
            Path directory,
            boolean untilEnd,
            int maxRecordBytes,
            int openFiles,
            Charset encoding,
            @Nullable RecordGenerator generator,
            Consumer<String> notice) {
        this(
                pipeline,
                stream,
                directory,
                untilEnd,
                maxRecordBytes,
                openFiles,
                encoding,
                generator,
                notice,
                RemoteFiles.NONE);
    }
}
