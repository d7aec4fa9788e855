/**
 * SQL types: how values look in memory, the contract of a type's text, binary and stored forms, and
 * the table of operations a type owes to the executor. The sub-packages hold the operators and
 * functions by family as plain static methods.
 */
package org.postern.executor.types;
