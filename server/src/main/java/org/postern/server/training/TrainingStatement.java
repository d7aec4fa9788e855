package org.postern.server.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A statement with named int parameters: {@code :aid}, {@code :tid}, {@code :bid}, {@code :delta}.
 * A name that occurs twice is one parameter.
 *
 * @param pieces the text around the parameters; one more than {@code positions}
 * @param positions for each place, the index of its parameter in {@code parameters}
 * @param parameters the different parameters in the order they first appear
 */
record TrainingStatement(List<String> pieces, List<Integer> positions, List<Parameter> parameters) {

  /** What may be asked for, with the range of its values: those of the tables of setup.sql. */
  enum Parameter {
    AID(1, 10_000),
    TID(1, 100),
    BID(1, 10),
    DELTA(-5000, 5000);

    private final int low;
    private final int high;

    Parameter(int low, int high) {
      this.low = low;
      this.high = high;
    }

    String mark() {
      return ":" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static TrainingStatement of(String line) {
    List<String> pieces = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    List<Parameter> parameters = new ArrayList<>();
    int from = 0;
    for (int at = line.indexOf(':'); at >= 0; at = line.indexOf(':', at + 1)) {
      for (Parameter parameter : Parameter.values()) {
        if (line.startsWith(parameter.mark(), at)) {
          pieces.add(line.substring(from, at));
          from = at + parameter.mark().length();
          if (!parameters.contains(parameter)) {
            parameters.add(parameter);
          }
          positions.add(parameters.indexOf(parameter));
        }
      }
    }
    pieces.add(line.substring(from));
    return new TrainingStatement(
        List.copyOf(pieces), List.copyOf(positions), List.copyOf(parameters));
  }

  int[] draw(RandomGenerator random) {
    return parameters.stream().mapToInt(p -> random.nextInt(p.low, p.high + 1)).toArray();
  }

  /** The text with the values written into it. */
  String text(int[] values) {
    return join(i -> Integer.toString(values[i]));
  }

  /** The text with {@code $1}, {@code $2} ... in the places of the parameters. */
  String prepared() {
    return join(i -> "$" + (i + 1));
  }

  private String join(java.util.function.IntFunction<String> value) {
    StringBuilder text = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < positions.size(); i++) {
      text.append(value.apply(positions.get(i))).append(pieces.get(i + 1));
    }
    return text.toString();
  }
}
