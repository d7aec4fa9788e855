package org.postern.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What no class may do, as far as it shows in the compiled classes. */
final class CodeRulesTest {
  /** State behind a constant is mutable state all the same. */
  private static final Set<String> MUTABLE_TYPES =
      Set.of(
          "java.lang.ThreadLocal",
          "java.lang.StringBuilder",
          "java.util.ArrayList",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.ConcurrentMap",
          "java.util.concurrent.atomic.AtomicBoolean",
          "java.util.concurrent.atomic.AtomicInteger",
          "java.util.concurrent.atomic.AtomicLong",
          "java.util.concurrent.atomic.AtomicReference");

  @Test
  void shouldHaveNoMutableStatics() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : ProjectClasses.all()) {
      for (JavaField field : type.getFields()) {
        boolean isStatic = field.getModifiers().contains(JavaModifier.STATIC);
        boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
        if (isStatic && (!isFinal || MUTABLE_TYPES.contains(field.getRawType().getName()))) {
          found.add(field.getFullName());
        }
      }
    }
    assertThat(found).as("static fields that hold state").isEmpty();
  }

  @Test
  void shouldEndTheProcessOnlyInServer() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : ProjectClasses.all()) {
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        String target = call.getTargetOwner().getName() + "." + call.getName();
        boolean ends =
            target.equals("java.lang.System.exit") || target.equals("java.lang.Runtime.halt");
        if (ends && !ProjectClasses.module(type).equals("server")) {
          found.add(call.getDescription());
        }
      }
    }
    assertThat(found).as("ends of the process outside of server").isEmpty();
  }

  @Test
  void shouldCallNativeCodeOnlyInStorageOs() {
    Set<String> linker =
        Set.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup", "sun.misc.Unsafe");
    assertThat(users(linker, "org.postern.storage.os"))
        .as("users of native calls outside of storage.os")
        .isEmpty();
  }

  @Test
  void shouldNotReflect() {
    Set<String> reflection =
        Set.of(
            "java.lang.reflect.Method",
            "java.lang.reflect.Field",
            "java.lang.reflect.Constructor",
            "java.lang.reflect.Proxy",
            "java.util.ServiceLoader");
    assertThat(users(reflection, "")).as("users of reflection").isEmpty();
  }

  /** The classes outside of a package that depend on one of these types. */
  private static Set<String> users(Set<String> types, String allowedPackage) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : ProjectClasses.all()) {
      if (type.getPackageName().equals(allowedPackage)) {
        continue;
      }
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getName())
          .filter(types::contains)
          .forEach(used -> found.add(type.getName() + " -> " + used));
    }
    return found;
  }
}
