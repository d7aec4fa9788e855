package org.postern.executor.functions;

import java.util.Set;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Names the window functions, so that the catalog lists them; a window node computes them.
 *
 * <p>Source: PostgreSQL documentation, section 9.22 "Window Functions".
 */
final class WindowFamily implements FunctionFamily {
  private static final Set<String> NAMES =
      Set.of(
          "window_row_number",
          "window_rank",
          "window_dense_rank",
          "window_percent_rank",
          "window_cume_dist",
          "window_ntile",
          "window_lag",
          "window_lag_with_offset",
          "window_lag_with_offset_and_default",
          "window_lead",
          "window_lead_with_offset",
          "window_lead_with_offset_and_default",
          "window_first_value",
          "window_last_value",
          "window_nth_value");

  @Override
  public FunctionImpl lookup(String prosrc) {
    return NAMES.contains(prosrc)
        ? Fn.fn((args, context) -> {
          throw SqlException.error(
              SqlState.WINDOWING_ERROR, "window function called outside of a window");
        })
        : null;
  }
}
