package io.nilometer.cli.run;

import io.nilometer.api.Relation;
import java.time.Duration;

/**
 * What a console output shows of one relation.
 *
 * @param window how long its windows are; zero when it has none, or one that never ends
 * @param most rows of a window at most
 */
public record ConsoleTable(Relation relation, Duration window, int most) {}
