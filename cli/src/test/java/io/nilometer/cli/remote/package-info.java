/** Files of other file systems than this machine's, read on Spark through Hadoop's clients. */
@org.jspecify.annotations.NullMarked
package io.nilometer.cli.remote;
