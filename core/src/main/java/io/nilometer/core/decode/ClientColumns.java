package io.nilometer.core.decode;

/**
 * What the columns before the time are when there are more than three of them: {@code vhost ip identity user}, or {@code ip
 * identity user} with a user whose name has blanks. What could be either, or has other columns, is neither.
 */
enum ClientColumns {
    VIRTUAL_HOST,
    USER_WITH_BLANKS,
    /** One word with blanks around it, as old Jetty writes it. */
    USER_BETWEEN_BLANKS,
    UNKNOWN;

    /** The columns lie between from and to; there are at least four. */
    static ClientColumns of(byte[] b, int from, int to) {
        int first = Bytes.indexOf(b, from, to, ' ');
        int second = Bytes.indexOf(b, first + 1, to, ' ');
        int third = Bytes.indexOf(b, second + 1, to, ' ');
        if (!Shapes.HOST.matches(b, from, first) || third < 0) {
            return UNKNOWN;
        }
        boolean hasPort = VirtualHostFields.portColon(b, from, first) >= 0;
        boolean firstIsAddress = Shapes.ADDRESS.matches(b, from, first);
        boolean secondIsDash = isDash(b, first + 1, second);
        if (Shapes.USER.matches(b, third + 1, to)) {
            if (!secondIsDash && Shapes.ADDRESS.matches(b, first + 1, second)) {
                // of two addresses either may be the client's, unless the first has a port
                return hasPort || !firstIsAddress ? VIRTUAL_HOST : UNKNOWN;
            }
            if (isDash(b, second + 1, third) && (secondIsDash ? hasPort : Shapes.HOST.matches(b, first + 1, second))) {
                return VIRTUAL_HOST;
            }
        }
        boolean mayBeClient = !hasPort || (secondIsDash && firstIsAddress);
        if (!mayBeClient || !Shapes.WORD.matches(b, first + 1, second)) {
            return UNKNOWN;
        }
        if (Shapes.USER.matches(b, second + 1, to)) {
            return USER_WITH_BLANKS;
        }
        int start = wordStart(b, second + 1, to);
        return Shapes.WORD.matches(b, start, wordEnd(b, start, to)) ? USER_BETWEEN_BLANKS : UNKNOWN;
    }

    /**
     * Whether the first of three columns can't be the client's: it is {@code name:port}, which only a virtual host is, or the
     * second is an address, which nobody's identity is.
     */
    static boolean areShifted(byte[] b, int from, int afterFirst, int afterSecond) {
        boolean named = b[from] > '9' // not for most addresses
                && VirtualHostFields.portColon(b, from, afterFirst) >= 0
                && !Shapes.ADDRESS.matches(b, from, afterFirst);
        return named || (afterSecond - afterFirst > 2 && Shapes.ADDRESS.matches(b, afterFirst + 1, afterSecond));
    }

    static int wordStart(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] == ' ') {
            p++;
        }
        return p;
    }

    static int wordEnd(byte[] b, int from, int to) {
        int p = to;
        while (p > from && b[p - 1] == ' ') {
            p--;
        }
        return p;
    }

    private static boolean isDash(byte[] b, int from, int to) {
        return to - from == 1 && b[from] == '-';
    }
}
