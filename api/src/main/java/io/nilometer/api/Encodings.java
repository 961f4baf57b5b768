package io.nilometer.api;

import java.nio.charset.Charset;

/** What matters of an encoding to those that read lines in it. */
public final class Encodings {

    private Encodings() {}

    /** Whether its characters, also line ends, take two bytes or more: UTF-16. In all others line ends are those of ASCII. */
    public static boolean isWide(Charset encoding) {
        return encoding.name().startsWith("UTF-16");
    }
}
