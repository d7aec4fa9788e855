package org.postern.executor.command;

import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeName;

/** Names of types as statements about types give them. */
final class TypeDefinitions {
  private TypeDefinitions() {}

  /** A dotted name as that of a type. */
  static TypeName typeName(QualifiedName name) {
    return TypeName.named(name.parts(), name.location());
  }
}
