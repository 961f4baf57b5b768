package io.nilometer.cli.screen;

import io.nilometer.core.run.RunStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How far a run is, as a test says. */
public record Shown(
        long records,
        Map<String, Long> lags,
        Optional<Instant> watermark,
        String note,
        Map<String, Map<String, Object>> ledger,
        String timing)
        implements RunStatus {

    Shown(long records, Map<String, Long> lags, Optional<Instant> watermark, String note) {
        this(records, lags, watermark, note, Map.of(), "");
    }
}
