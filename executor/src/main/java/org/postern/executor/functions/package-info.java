/**
 * The built-in functions: families that map a name of {@code pg_proc.prosrc} to code.
 *
 * <p>A family links a function only when it is first asked for, so that a backend starts without
 * touching the thousands it never calls.
 */
package org.postern.executor.functions;
