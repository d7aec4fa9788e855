package org.postern.server.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** The compiled classes of all modules, tests left out, and a way to ask for forbidden uses. */
final class ProjectClasses {
  static final String ROOT = "org.postern.";
  private static final Pattern TESTS =
      Pattern.compile(".*(/test-classes/|/test/org/postern/|-tests\\.jar).*");
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(location -> !location.matches(TESTS))
          .importPackages("org.postern");

  private ProjectClasses() {}

  static JavaClasses all() {
    return ALL;
  }

  /**
   * The uses of one class by another that a rule forbids, as {@code user -> used}, both without
   * {@code org.postern.}; nested classes count as their outermost class.
   */
  static Set<String> uses(BiPredicate<JavaClass, JavaClass> forbidden) {
    Set<String> found = new TreeSet<>();
    for (JavaClass user : ALL) {
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        JavaClass used = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(used) && forbidden.test(user, used)) {
          found.add(outermost(user) + " -> " + outermost(used));
        }
      }
    }
    return found;
  }

  static boolean isOurs(JavaClass type) {
    return type.getName().startsWith(ROOT);
  }

  /** The module of a class of ours: storage, wal, protocol, executor or server. */
  static String module(JavaClass type) {
    String path = type.getPackageName().substring(ROOT.length());
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /** The package below its module, such as {@code sql.parser}. */
  static String packageInModule(JavaClass type) {
    String prefix = ROOT + module(type) + ".";
    String name = type.getPackageName();
    return name.startsWith(prefix) ? name.substring(prefix.length()) : "";
  }

  private static String outermost(JavaClass type) {
    String name = type.getName().substring(ROOT.length());
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
