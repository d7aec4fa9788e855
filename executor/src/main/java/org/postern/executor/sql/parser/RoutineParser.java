package org.postern.executor.sql.parser;

/** Placeholder grammar. */
final class RoutineParser extends GrammarPart {
  RoutineParser(Grammar grammar) {
    super(grammar);
  }
}
