/**
 * Files that a run keeps for itself beside what belongs to others: made and replaced so that nothing is followed, overwritten
 * or waited for that somebody else has put there, and folders that one process owns at a time.
 */
@NullMarked
package io.nilometer.api.disk;

import org.jspecify.annotations.NullMarked;
