/**
 * What a demonstration needs beside the pipeline itself: a Kafka broker inside this process and the traffic that a
 * pipeline's {@code demo} section describes. Nothing here outlives the command that started it.
 */
@NullMarked
package io.nilometer.cli.demo;

import org.jspecify.annotations.NullMarked;
