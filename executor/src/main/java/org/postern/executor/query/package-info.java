/** The query tree: what the analyzer makes, the planner reads and a view or default stores. */
package org.postern.executor.query;
