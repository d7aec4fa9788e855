package org.postern.server.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postern.server.testing.PosternServer;

/**
 * One server of this project for all test classes that ask for it by a parameter of type {@link
 * PosternServer}: a start takes longer than most tests. It is closed when the last class has run.
 */
final class SharedServers implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedServers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PosternServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(PosternServer.class, key -> start(), PosternServer.class);
  }

  private static PosternServer start() {
    try {
      return PosternServer.start("shared_buffers=16MB", "max_connections=20");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
