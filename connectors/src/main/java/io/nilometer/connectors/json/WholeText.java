package io.nilometer.connectors.json;

/** Half a surrogate pair can come from hostile records and cannot be written as UTF-8: it becomes U+FFFD. */
final class WholeText {

    private WholeText() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return mended(text);
            }
        }
        return text;
    }

    private static String mended(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> whole.appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xfffd : point));
        return whole.toString();
    }
}
