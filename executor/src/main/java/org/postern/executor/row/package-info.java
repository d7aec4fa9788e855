/**
 * Between stored tuples and vectors: encoding rows to tuple bytes and decoding them into batches.
 */
package org.postern.executor.row;
