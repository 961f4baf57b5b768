package io.nilometer.core.frame;

import com.google.re2j.Pattern;
import io.nilometer.api.LineFraming;
import io.nilometer.core.pipeline.Multiline;
import java.nio.charset.StandardCharsets;

/** Lines that belong together by what they look like. */
final class PatternLines implements LineFraming {

    private final Multiline.Rule rule;
    private final Pattern pattern;
    private boolean open;

    PatternLines(Multiline.Rule rule, Pattern pattern) {
        this.rule = rule;
        this.pattern = pattern;
    }

    @Override
    public Role role(byte[] buffer, int offset, int length) {
        boolean matches = pattern.matcher(new String(buffer, offset, length, StandardCharsets.UTF_8))
                .find();
        return switch (rule) {
            case START -> matches ? Role.BEGINS : Role.CONTINUES;
            case CONTINUE -> matches ? Role.CONTINUES : Role.BEGINS;
            case END -> {
                boolean first = !open;
                open = !matches;
                yield matches ? (first ? Role.WHOLE : Role.ENDS) : first ? Role.BEGINS : Role.CONTINUES;
            }
        };
    }

    @Override
    public void givenUp(int lane) {
        open = false;
    }
}
