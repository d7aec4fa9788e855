/**
 * From query tree to plan tree: access paths, join order, and where each column is found.
 *
 * <p>Source: PostgreSQL documentation, "The Planner/Optimizer"; Selinger et al., "Access Path
 * Selection in a Relational Database Management System" (SIGMOD 1979).
 */
package org.postern.executor.plan;
