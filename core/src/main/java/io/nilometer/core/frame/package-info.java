/** Between reading and scanning: what a source gives, line by line, becomes the records that a format decodes. In come batches
 * of a source's partitions, out go batches with lines joined, headers taken out and text in UTF-8; what is unfinished is part of
 * the position where reading goes on. */
@NullMarked
package io.nilometer.core.frame;

import org.jspecify.annotations.NullMarked;
