package io.nilometer.core.frame;

import com.google.re2j.Pattern;
import io.nilometer.api.LineFraming;
import io.nilometer.core.pipeline.Multiline;
import java.nio.charset.Charset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the framing of a stream from what its file says and what its format knows. */
public final class Framings {

    private Framings() {}

    /** @param format what the format says of lines; null: nothing */
    public static Framing of(
            Charset encoding,
            @Nullable Multiline multiline,
            @Nullable Supplier<LineFraming> format,
            int maxRecordBytes) {
        if (multiline == null) {
            return new Framing(encoding, format, format, maxRecordBytes, Integer.MAX_VALUE, Framing.TIMEOUT);
        }
        return new Framing(
                encoding,
                lines(multiline),
                multiline.textOnly() ? () -> new CriText(format == null ? null : format.get()) : format,
                maxRecordBytes,
                multiline.maxLines(),
                multiline.timeout());
    }

    private static Supplier<LineFraming> lines(Multiline multiline) {
        Supplier<LineFraming> rule = multiline
                .rule()
                .map(kind -> {
                    Pattern pattern = Pattern.compile(multiline.pattern());
                    return (Supplier<LineFraming>) () -> new PatternLines(kind, pattern);
                })
                .orElse(null);
        return multiline.cri() || rule == null ? () -> new CriLines(rule) : rule;
    }
}
