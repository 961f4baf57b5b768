package io.nilometer.core.decode;

/** How a server writes characters that would break its lines. */
enum LogEscape {
    /** {@code \" \\ \n \xHH}, as Apache and nginx do. */
    BACKSLASH,
    /** And {@code \}{@code uHHHH}, as nginx does with escape=json. */
    JSON,
    /** As they are. */
    NONE
}
