/**
 * Events as rows of typed slots, in the form that decoders fill and generated code reads without allocation, and the
 * encoding of keys. The one place beside {@code compile} that knows Spark's row types.
 */
@NullMarked
package io.nilometer.core.row;

import org.jspecify.annotations.NullMarked;
