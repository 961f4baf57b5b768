/** Results as files of one JSON object a line, each batch written once.
 * Rows come in by relation; a small progress file beside the results says how far they go. */
@NullMarked
package io.nilometer.connectors.ndjson;

import org.jspecify.annotations.NullMarked;
