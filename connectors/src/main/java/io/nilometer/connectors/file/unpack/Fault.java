package io.nilometer.connectors.file.unpack;

/**
 * Why unpacking came to its end before the packed bytes did, or what is behind them.
 *
 * @param position in the packed bytes
 * @param what happens there, to follow "at byte …, "
 */
public record Fault(Kind kind, long position, String what) {

    /** How bad it is. */
    public enum Kind {
        /** The packed bytes end too soon; more may come while a file is being copied. */
        CUT,
        /** What comes from here on cannot be unpacked. */
        DAMAGED,
        /** All could be unpacked; behind it are bytes that are something else. */
        TRAILED
    }

    /** Whether everything that was packed has come out. */
    public boolean isWhole() {
        return kind == Kind.TRAILED;
    }
}
