/** Bound expressions and definitions of objects, printed as SQL the way PostgreSQL prints them. */
package org.postern.executor.deparse;
