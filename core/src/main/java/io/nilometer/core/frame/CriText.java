package io.nilometer.core.frame;

import io.nilometer.api.LineFraming;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes time, stream and tag away from whole lines of container runtimes; what the format knows of texts holds for the rest. */
final class CriText implements LineFraming {

    private final @Nullable LineFraming format;

    /** @param format what the format says; null: nothing */
    CriText(@Nullable LineFraming format) {
        this.format = format;
    }

    @Override
    public Role role(byte[] buffer, int offset, int length) {
        return Role.WHOLE;
    }

    @Override
    public boolean isSeveral(byte[] buffer, int offset, int length) {
        return CriLines.text(buffer, offset, offset + length) >= 0;
    }

    @Override
    public boolean split(byte[] buffer, int offset, int length, Consumer<Part> out) {
        int end = offset + length;
        int text = CriLines.text(buffer, offset, end);
        if (text < 0) {
            return false;
        }
        LineFraming inner = format;
        if (inner == null
                || !inner.isSeveral(buffer, text, end - text)
                || !inner.split(buffer, text, end - text, out)) {
            out.accept(new Part(text, end - text));
        }
        return true;
    }
}
