package org.postern.server.launch;

/** What a child does after it was let begin; the process ends when {@code run} returns. */
@FunctionalInterface
public interface ProcessBody {
  ControlFrame.ExitReason run(ChildContext context) throws Exception;
}
