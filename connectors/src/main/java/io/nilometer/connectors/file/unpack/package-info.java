/** What files hold: told by their first bytes, and unpacked when it is gzip, zstd or bzip2. Packed bytes come in from a
 * channel, unpacked ones go out up to the end or to where the packed bytes are cut or damaged. */
@NullMarked
package io.nilometer.connectors.file.unpack;

import org.jspecify.annotations.NullMarked;
