package org.postern.executor.types.json;

/** The tokens of JSON, RFC 8259 section 2. */
public enum JsonToken {
  OBJECT_START,
  OBJECT_END,
  ARRAY_START,
  ARRAY_END,
  COMMA,
  COLON,
  STRING,
  NUMBER,
  TRUE,
  FALSE,
  NULL,
  END
}
