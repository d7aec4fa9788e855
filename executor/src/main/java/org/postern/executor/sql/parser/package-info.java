/** From SQL text to the raw parse tree: a hand-written lexer and recursive descent. */
package org.postern.executor.sql.parser;
