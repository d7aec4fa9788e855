package org.postern.executor.sql.ast;

import java.util.List;

/**
 * Sequences. The options are named as, cache, cycle, increment, maxvalue, minvalue, owned_by,
 * start, restart, sequence_name; NO MINVALUE has no value, CYCLE is a flag.
 */
public sealed interface SequenceStatement extends Statement {
  record CreateSequence(
      RelationName relation,
      Persistence persistence,
      boolean ifNotExists,
      List<Option> options,
      int location)
      implements SequenceStatement {
    public CreateSequence {
      options = List.copyOf(options);
    }
  }

  record AlterSequence(RelationName relation, boolean ifExists, List<Option> options, int location)
      implements SequenceStatement {
    public AlterSequence {
      options = List.copyOf(options);
    }
  }
}
