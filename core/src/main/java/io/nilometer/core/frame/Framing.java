package io.nilometer.core.frame;

import io.nilometer.api.LineFraming;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the records of a source stream before they are decoded.
 *
 * @param encoding of the records' text
 * @param lines which lines belong together and which are layouts; null: none
 * @param parts which records hold several; null: none
 * @param maxRecordBytes a record that grows beyond this is given out, to be rejected, when it ends
 * @param maxLines after so many lines a record is complete
 * @param timeout a record that may go on is complete when nothing has come for so long
 */
public record Framing(
        Charset encoding,
        @Nullable Supplier<LineFraming> lines,
        @Nullable Supplier<LineFraming> parts,
        int maxRecordBytes,
        int maxLines,
        Duration timeout) {

    public static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** Records are decoded as they come. */
    public static final Framing NONE =
            new Framing(StandardCharsets.UTF_8, null, null, Integer.MAX_VALUE, Integer.MAX_VALUE, TIMEOUT);

    boolean isNone() {
        return lines == null && parts == null && encoding.equals(StandardCharsets.UTF_8);
    }
}
