package io.nilometer.core.decode;

import io.nilometer.core.decode.AccessTemplate.Part;
import java.util.ArrayList;
import java.util.List;

/** The log_format of nginx as an {@link AccessTemplate}. */
final class NginxTemplate {

    private NginxTemplate() {}

    /**
     * @param text as it stands in nginx.conf, or only what is between its quotes, or the name of a format that everybody knows
     * @throws TemplateException when lines can't be read by it
     */
    static AccessTemplate parse(String text) {
        NginxLogFormat format = NginxLogFormat.of(text);
        JsonText.refuse(format.text());
        return AccessTemplate.of(parts(format.text()), format.escape());
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        int p = 0;
        while (p < text.length()) {
            if (text.charAt(p) != '$') {
                int dollar = text.indexOf('$', p);
                int end = dollar < 0 ? text.length() : dollar;
                parts.add(Part.text(text.substring(p, end)));
                p = end;
                continue;
            }
            boolean braced = text.startsWith("{", p + 1);
            int nameStart = braced ? p + 2 : p + 1;
            int nameEnd = nameStart;
            while (nameEnd < text.length() && isName(text.charAt(nameEnd))) {
                nameEnd++;
            }
            if (nameEnd == nameStart || (braced && !text.startsWith("}", nameEnd))) {
                throw new TemplateException(
                        "has a $ without the name of a variable", "write $name or, before letters, $${name}");
            }
            parts.add(NginxVariables.part(text.substring(nameStart, nameEnd)));
            p = braced ? nameEnd + 1 : nameEnd;
        }
        return parts;
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
