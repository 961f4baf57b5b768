/** What happens when tasks, batches and whole runs come a second time: tasks that fail, checkpoints that are cut or replaced. */
@NullMarked
package io.nilometer.spark.rerun;

import org.jspecify.annotations.NullMarked;
