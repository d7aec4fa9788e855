package org.postern.executor.types;

/**
 * What the executor must know about a type: the facts of its pg_type row that shape values, its
 * forms and its order.
 *
 * @param length typlen: bytes, -1 varlena, -2 zero-terminated
 * @param align typalign: c, s, i or d
 * @param storage typstorage: p, x, m or e
 * @param category typcategory
 * @param elementOid what subscripting gives, 0 for none
 * @param arrayOid the array type over this one, 0 for none
 * @param order null when the type has no default order
 */
public record TypeInfo(
    int oid,
    String name,
    int length,
    char align,
    char storage,
    char category,
    boolean preferred,
    char delimiter,
    int elementOid,
    int arrayOid,
    TypeIo io,
    TypeOrder order) {

  public Physical physical() {
    return io.physical();
  }

  /** Whether values are arrays in the sense of the array functions. */
  public boolean isArray() {
    return category == 'A';
  }
}
