/** Aggregate functions: states for many groups at once, fed from vectors. */
package org.postern.executor.aggregate;
