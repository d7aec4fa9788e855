package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.CursorStatement;
import org.postern.executor.sql.ast.CursorStatement.Direction;
import org.postern.executor.sql.ast.CursorStatement.Fetch;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.PreparedStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlState;

/** Cursors and prepared statements. */
final class CursorParser extends GrammarPart {
  CursorParser(Grammar grammar) {
    super(grammar);
  }

  Statement declare() {
    int location = location();
    next();
    String name = colId();
    boolean binary = false;
    Boolean insensitive = null;
    Boolean scroll = null;
    while (!at(Keyword.CURSOR)) {
      if (accept(Keyword.BINARY)) {
        binary = true;
      } else if (accept(Keyword.INSENSITIVE)) {
        insensitive = exclusive(insensitive, true, "INSENSITIVE", "ASENSITIVE");
      } else if (accept(Keyword.ASENSITIVE)) {
        insensitive = exclusive(insensitive, false, "INSENSITIVE", "ASENSITIVE");
      } else if (accept(Keyword.SCROLL)) {
        scroll = exclusive(scroll, true, "SCROLL", "NO SCROLL");
      } else {
        expect(Keyword.NO);
        expect(Keyword.SCROLL);
        scroll = exclusive(scroll, false, "SCROLL", "NO SCROLL");
      }
    }
    next();
    boolean hold = false;
    if (at(Keyword.WITH) || at(Keyword.WITHOUT)) {
      hold = next().keyword() == Keyword.WITH;
      expect(Keyword.HOLD);
    }
    expect(Keyword.FOR);
    return new CursorStatement.Declare(
        name, binary, insensitive, scroll, hold, grammar.selects().parse(), location);
  }

  private Boolean exclusive(Boolean earlier, boolean value, String first, String second) {
    if (earlier != null && earlier != value) {
      throw tokens.error(
          SqlState.INVALID_CURSOR_DEFINITION,
          "cannot specify both " + first + " and " + second,
          -1);
    }
    return value;
  }

  /** FETCH or MOVE. */
  Statement fetch() {
    int location = location();
    boolean move = next().keyword() == Keyword.MOVE;
    Direction direction = Direction.FORWARD;
    long count = 1;
    Keyword keyword = tokens.current().keyword();
    boolean alone = tokens.peek(1).type() == Token.END || tokens.peek(1).type() == ';';
    if (at(Token.INTEGER) || at('+') || at('-')) {
      count = signedInt();
    } else if (keyword == Keyword.ALL || keyword != null && !alone) {
      switch (keyword) {
        case NEXT, FIRST, LAST, PRIOR -> {
          next();
          direction =
              keyword == Keyword.NEXT
                  ? Direction.FORWARD
                  : keyword == Keyword.PRIOR ? Direction.BACKWARD : Direction.ABSOLUTE;
          count = keyword == Keyword.LAST ? -1 : 1;
        }
        case ABSOLUTE, RELATIVE -> {
          next();
          direction = keyword == Keyword.ABSOLUTE ? Direction.ABSOLUTE : Direction.RELATIVE;
          count = signedInt();
        }
        case ALL -> {
          next();
          count = Fetch.ALL;
        }
        case FORWARD, BACKWARD -> {
          next();
          direction = keyword == Keyword.FORWARD ? Direction.FORWARD : Direction.BACKWARD;
          if (at(Token.INTEGER) || at('+') || at('-')) {
            count = signedInt();
          } else if (accept(Keyword.ALL)) {
            count = Fetch.ALL;
          }
        }
        default -> {}
      }
    }
    if (!accept(Keyword.FROM)) {
      accept(Keyword.IN);
    }
    return new Fetch(move, direction, count, colId(), location);
  }

  Statement close() {
    int location = location();
    next();
    return new CursorStatement.Close(accept(Keyword.ALL) ? null : colId(), location);
  }

  /** PREPARE, of a statement or of a transaction. */
  Statement prepare() {
    int location = location();
    next();
    if (at(Keyword.TRANSACTION, Token.STRING)) {
      return grammar.transactions().prepare(location);
    }
    String name = colId();
    List<TypeName> types = at('(') ? parenthesizedList(grammar.types()::parse) : List.of();
    expect(Keyword.AS);
    return new PreparedStatement.Prepare(name, types, grammar.modifies().preparable(), location);
  }

  PreparedStatement execute() {
    int location = location();
    expect(Keyword.EXECUTE);
    String name = colId();
    List<Expression> args = at('(') ? parenthesizedList(grammar.expressions()::parse) : List.of();
    return new PreparedStatement.Execute(name, args, location);
  }

  Statement deallocate() {
    int location = location();
    next();
    if (at(Keyword.PREPARE)
        && (isColId(tokens.peek(1)) || tokens.peek(1).keyword() == Keyword.ALL)) {
      next();
    }
    return new PreparedStatement.Deallocate(accept(Keyword.ALL) ? null : colId(), location);
  }
}
