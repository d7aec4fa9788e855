/**
 * Configuration parameters: their definitions, how values are parsed and shown, and the values of
 * one process with their rollback stack. Pure: it reads no file and sends no message.
 */
package org.postern.executor.session.guc;
