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
 * @param goOn whether reading goes on with other data than the positions are of, where the source can tell
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
        boolean goOn,
        Consumer<String> notice,
        RemoteFiles remote) {

    /** One of a run that goes on with what it has read, and nothing else, and reads files of this machine only. */
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
                false,
                notice,
                RemoteFiles.NONE);
    }

    /** The same, of a run that may go on with other data. */
    public SourceContext goingOn(boolean may) {
        return new SourceContext(
                pipeline,
                stream,
                directory,
                untilEnd,
                maxRecordBytes,
                openFiles,
                encoding,
                generator,
                may,
                notice,
                remote);
    }
}
