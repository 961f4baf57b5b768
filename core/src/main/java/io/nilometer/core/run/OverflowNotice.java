package io.nilometer.core.run;

import java.util.function.Consumer;

/** Tells once in a run, as soon as it happens, that the state is at its limit. Used by one thread. */
public final class OverflowNotice {

    private static final long MEBIBYTE = 1 << 20;

    private final Consumer<String> notice;
    private boolean told;

    public OverflowNotice(Consumer<String> notice) {
        this.notice = notice;
    }

    /**
     * @param overflowed whether keys of a batch were counted together
     * @param limit in bytes
     */
    public void after(boolean overflowed, long limit) {
        if (overflowed && !told) {
            told = true;
            notice.accept("the state is at its limit of "
                    + (limit < MEBIBYTE ? limit + " bytes" : limit / MEBIBYTE + " MiB")
                    + ": new keys are counted together from now on, in rows "
                    + "without a key and with `overflow: true`; the ledger notes how many. Use fewer keys, shorter windows or "
                    + "`keep`, raise `limits: {state: …}`, or give it more memory");
        }
    }
}
