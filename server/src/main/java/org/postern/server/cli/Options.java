package org.postern.server.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of one program, declared in code and parsed by picocli. Errors are worded as getopt
 * does, since that is what scripts that call PostgreSQL's programs have seen.
 */
final class Options {
  private final String program;
  private final CommandSpec spec = CommandSpec.create();
  private ParseResult result;

  Options(String program) {
    this.program = program;
    spec.parser().unmatchedArgumentsAllowed(true).overwrittenOptionsAllowed(true);
    spec.parser().posixClusteredShortOptionsAllowed(true).splitQuotedStrings(false);
    spec.parser().trimQuotes(false).allowOptionsAsOptionParameters(true);
  }

  /** Options without a value; each string holds the names of one, separated by spaces. */
  Options flags(String... names) {
    for (String name : names) {
      spec.addOption(OptionSpec.builder(name.split(" ")).arity("0").type(boolean.class).build());
    }
    return this;
  }

  /** Options with a value. */
  Options values(String... names) {
    for (String name : names) {
      spec.addOption(
          OptionSpec.builder(name.split(" "))
              .arity("1")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .build());
    }
    return this;
  }

  /** Parses; what is no declared option is left in {@link #rest}. */
  Options parse(String[] arguments) throws UsageException {
    try {
      result = new CommandLine(spec).parseArgs(arguments);
      return this;
    } catch (CommandLine.MissingParameterException e) {
      OptionSpec option = (OptionSpec) e.getMissing().getFirst();
      throw new UsageException(1, needsArgument(option.shortestName()));
    } catch (CommandLine.ParameterException e) {
      throw new UsageException(1, program + ": " + e.getMessage());
    }
  }

  private String needsArgument(String name) {
    return name.startsWith("--")
        ? "%s: option '%s' requires an argument".formatted(program, name)
        : "%s: option requires an argument -- '%s'".formatted(program, name.substring(1));
  }

  boolean has(String name) {
    return result.hasMatchedOption(name);
  }

  /** The last value given, or {@code otherwise}. */
  String value(String name, String otherwise) {
    List<String> values = all(name);
    return values.isEmpty() ? otherwise : values.getLast();
  }

  /** All values given, in order. */
  List<String> all(String name) {
    List<String> none = List.of();
    return result.matchedOptionValue(name, none);
  }

  /** Arguments that are not options of this program. */
  List<String> rest() {
    return result.unmatched();
  }

  /** The arguments among {@link #rest} that are no options; an unknown option is an error. */
  List<String> operands() throws UsageException {
    List<String> operands = new ArrayList<>();
    for (String argument : rest()) {
      if (argument.startsWith("--") && argument.length() > 2) {
        throw new UsageException(1, unknownLong(argument));
      }
      if (argument.startsWith("-") && argument.length() > 1) {
        throw new UsageException(1, unknownShort(argument));
      }
      operands.add(argument);
    }
    return operands;
  }

  String unknownLong(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    return "%s: unrecognized option '%s'".formatted(program, name);
  }

  String unknownShort(String argument) {
    return "%s: invalid option -- '%c'".formatted(program, argument.charAt(1));
  }
}
