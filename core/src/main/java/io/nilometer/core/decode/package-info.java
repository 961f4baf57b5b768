/**
 * The formats: bytes of one record in, typed fields through a {@link io.nilometer.api.FieldWriter} out, or the reason why not.
 * Every decoder is linear in the length of its record, never throws, and takes records of any bytes.
 */
@NullMarked
package io.nilometer.core.decode;

import org.jspecify.annotations.NullMarked;
