package org.postern.storage.proc;

/**
 * What pg_stat_activity shows of a process, within its slot.
 *
 * <pre>
 *     0  changeCount(4) | state(4) | backendStart(8) | xactStart(8) | queryStart(8)
 *    32  stateChange(8) | queryId(8) | clientPort(4) | backendType(4) | userOid(4) | databaseOid(4)
 *    64  applicationName[64] | userName[64] | databaseName[64] | clientAddress[64]
 *   320  clientHost[64] | progressCommand(4), progressTarget(4), progress[20] longs ... to 576
 *   576  backendTypeName[32] , reserved to 1024
 *  1024  query text [1024]
 * </pre>
 *
 * The owner alone writes: it makes {@code changeCount} odd, writes, and makes it even; readers copy
 * and try again when the count was odd or changed. Strings are UTF-8, ended by a zero byte; times
 * are microseconds since 2000-01-01 UTC, 0 for none.
 */
public final class ActivityLayout {
  public static final int CHANGE_COUNT = 0;
  public static final int STATE = CHANGE_COUNT + 4;
  public static final int BACKEND_START = STATE + 4;
  public static final int XACT_START = BACKEND_START + 8;
  public static final int QUERY_START = XACT_START + 8;
  public static final int STATE_CHANGE = QUERY_START + 8;
  public static final int QUERY_ID = STATE_CHANGE + 8;
  public static final int CLIENT_PORT = QUERY_ID + 8;
  public static final int RESERVED_1 = CLIENT_PORT + 4;
  public static final int APPLICATION_NAME = 64;
  public static final int NAME_SIZE = 64;
  public static final int USER_NAME = APPLICATION_NAME + NAME_SIZE;
  public static final int DATABASE_NAME = USER_NAME + NAME_SIZE;
  public static final int CLIENT_ADDRESS = DATABASE_NAME + NAME_SIZE;
  public static final int CLIENT_HOST = CLIENT_ADDRESS + NAME_SIZE;
  public static final int PROGRESS_COMMAND = CLIENT_HOST + NAME_SIZE;
  public static final int PROGRESS_TARGET = PROGRESS_COMMAND + 4;
  public static final int PROGRESS = PROGRESS_TARGET + 4;
  public static final int PROGRESS_COUNT = 20;
  public static final int BACKEND_TYPE = 576;
  public static final int BACKEND_TYPE_SIZE = 64;
  public static final int QUERY = 1024;
  public static final int QUERY_SIZE = 1024;
  public static final int SIZE = QUERY + QUERY_SIZE;

  static {
    if (SIZE != ProcSlotLayout.ACTIVITY_SIZE
        || PROGRESS + PROGRESS_COUNT * 8 > BACKEND_TYPE
        || RESERVED_1 > APPLICATION_NAME) {
      throw new AssertionError("activity layout: size=" + SIZE);
    }
  }

  private ActivityLayout() {}
}
