/** The raw parse tree: immutable records, one sealed family per file, nothing looked up yet. */
package org.postern.executor.sql.ast;
