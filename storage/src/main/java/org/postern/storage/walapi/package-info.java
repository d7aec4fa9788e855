/**
 * The port through which storage writes the write-ahead log and is called back by recovery and
 * checkpoints; module wal implements it.
 */
package org.postern.storage.walapi;
