/** The balance of every source stream: read = used + filtered + duplicate + late + rejected, exact across crashes. */
@NullMarked
package io.nilometer.core.ledger;

import org.jspecify.annotations.NullMarked;
