package io.nilometer.core.decode;

import java.util.regex.Pattern;

/** Formats of access logs that make JSON. */
final class JsonText {

    private static final Pattern OBJECT = Pattern.compile("\\s*\\{.*\"\\s*:.*", Pattern.DOTALL);

    private JsonText() {}

    static void refuse(String format) {
        if (OBJECT.matcher(format).matches()) {
            throw new TemplateException(
                    "writes JSON",
                    "write `format: json` and a schema of the keys you want; for nginx, log_format with escape=json"
                            + " makes its JSON valid");
        }
    }
}
