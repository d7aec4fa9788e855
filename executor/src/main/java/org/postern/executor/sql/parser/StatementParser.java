package org.postern.executor.sql.parser;

import org.postern.executor.sql.ast.Statement;

/** Chooses the grammar of a statement by its first word. */
final class StatementParser extends GrammarPart {
  StatementParser(Grammar grammar) {
    super(grammar);
  }

  /** One statement, which must not be empty. */
  Statement parse() {
    if (at('(')) {
      return grammar.selects().parse();
    }
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    return switch (keyword) {
      case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE, MERGE ->
          grammar.modifies().preparable();
      case BEGIN, START -> grammar.transactions().begin();
      case COMMIT, END -> grammar.transactions().commit();
      case ROLLBACK, ABORT -> grammar.transactions().rollback();
      case SAVEPOINT -> grammar.transactions().savepoint();
      case RELEASE -> grammar.transactions().release();
      case SET -> grammar.variables().set();
      case RESET -> grammar.variables().reset();
      case SHOW -> grammar.variables().show();
      case DECLARE -> grammar.cursors().declare();
      case FETCH, MOVE -> grammar.cursors().fetch();
      case CLOSE -> grammar.cursors().close();
      case PREPARE -> grammar.cursors().prepare();
      case EXECUTE -> grammar.cursors().execute();
      case DEALLOCATE -> grammar.cursors().deallocate();
      case EXPLAIN -> grammar.maintenance().explain();
      case COPY -> grammar.copies().copy();
      case VACUUM -> grammar.maintenance().vacuum();
      case ANALYZE, ANALYSE -> grammar.maintenance().analyze();
      case CLUSTER -> grammar.maintenance().cluster();
      case REINDEX -> grammar.maintenance().reindex();
      case CHECKPOINT -> grammar.maintenance().checkpoint();
      case DISCARD -> grammar.maintenance().discard();
      case LISTEN -> grammar.maintenance().listen();
      case UNLISTEN -> grammar.maintenance().unlisten();
      case NOTIFY -> grammar.maintenance().notifyChannel();
      case LOCK -> grammar.maintenance().lock();
      case TRUNCATE -> grammar.maintenance().truncate();
      case DO -> grammar.maintenance().doBlock();
      case CALL -> grammar.maintenance().call();
      case LOAD -> grammar.maintenance().load();
      case REFRESH -> grammar.views().refresh();
      case CREATE -> grammar.creates().create();
      case DROP -> grammar.drops().drop();
      case ALTER -> grammar.alters().alter();
      case COMMENT -> grammar.objects().comment();
      case SECURITY -> grammar.objects().securityLabel();
      case GRANT -> grammar.privileges().grant();
      case REVOKE -> grammar.privileges().revoke();
      case REASSIGN -> grammar.roles().reassignOwned();
      case IMPORT -> grammar.foreign().importSchema();
      default -> throw syntaxError();
    };
  }
}
