package io.nilometer.core.decode;

import io.nilometer.core.decode.AccessTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A LogFormat of Apache httpd as an {@link AccessTemplate}. Source: httpd's manual, module mod_log_config. */
final class ApacheTemplate {

    /** Text, or a directive. */
    private record Item(String text, @Nullable ApacheDirective directive) {

        boolean isTime() {
            return directive != null && directive.isTime();
        }
    }

    private final List<Item> items;
    private final List<Part> parts = new ArrayList<>();

    private ApacheTemplate(List<Item> items) {
        this.items = items;
    }

    /**
     * @param text as it stands in httpd.conf, or only what is between its quotes, or the nickname of a format that everybody knows
     * @throws TemplateException when lines can't be read by it
     */
    static AccessTemplate parse(String text) {
        String format = ApacheLogFormat.of(text);
        JsonText.refuse(format);
        return new ApacheTemplate(items(format)).template();
    }

    private AccessTemplate template() {
        boolean sizeIsFree = items.stream()
                .map(Item::directive)
                .noneMatch(one -> one != null && one.name().equalsIgnoreCase("b"));
        int i = 0;
        while (i < items.size()) {
            Item item = items.get(i);
            if (item.isTime()) {
                i = time(i);
                continue;
            }
            parts.add(item.directive == null ? Part.text(item.text) : item.directive.part(sizeIsFree));
            i++;
        }
        return AccessTemplate.of(parts, LogEscape.BACKSLASH);
    }

    /** Adds a time, which may be written by several directives, and gives the index behind them. */
    private int time(int first) {
        int end = timeEnd(first);
        ApacheTime time = ApacheTime.of(directive(first));
        if (end == first + 1) {
            parts.addAll(time.parts());
            return end;
        }
        StringBuilder pattern = new StringBuilder(time.pattern());
        StringBuilder written = new StringBuilder(directive(first).written());
        for (int i = first + 1; i < end; i++) {
            ApacheDirective directive = items.get(i).directive;
            written.append(directive == null ? items.get(i).text : directive.written());
            pattern.append(
                    directive == null
                            ? items.get(i).text.replace("%", "%%")
                            : ApacheTime.of(directive).pattern());
        }
        if (time.isBracketed()) {
            parts.add(Part.text("["));
        }
        String text = pattern.substring(time.isBracketed() ? 1 : 0);
        parts.add(new Part(
                written.toString(), List.of("time", "time_2"), AccessKind.PATTERN_TIME, TimePattern.parse(text)));
        return end;
    }

    /** Directives that say only a part of a time, such as its fraction, belong to the one before. */
    private int timeEnd(int first) {
        int end = first + 1;
        int next = end;
        while (next < items.size() && ApacheTime.of(directive(first)).takesMore()) {
            Item item = items.get(next++);
            if (item.isTime() && ApacheTime.of(directive(next - 1)).isPartial()) {
                end = next;
            } else if (item.directive != null) {
                break;
            }
        }
        return end;
    }

    private ApacheDirective directive(int index) {
        ApacheDirective directive = items.get(index).directive;
        if (directive == null) {
            throw new IllegalStateException("item " + index + " is text");
        }
        return directive;
    }

    private static List<Item> items(String format) {
        List<Item> items = new ArrayList<>();
        int p = 0;
        while (p < format.length()) {
            int percent = format.indexOf('%', p);
            int end = percent < 0 ? format.length() : percent;
            if (end > p) {
                items.add(new Item(format.substring(p, end), null));
                p = end;
            } else if (format.startsWith("%%", p)) {
                items.add(new Item("%", null));
                p += 2;
            } else {
                ApacheDirective directive = ApacheDirective.at(format, p);
                items.add(new Item("", directive));
                p += directive.length();
            }
        }
        return items;
    }
}
