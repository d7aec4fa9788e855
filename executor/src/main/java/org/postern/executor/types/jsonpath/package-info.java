/**
 * jsonpath: the SQL/JSON path language, from text to syntax tree, back to text, and evaluated
 * against a jsonb value.
 *
 * <p>Source: PostgreSQL documentation, sections 8.14.7 "jsonpath Type" and 9.16.2 "The SQL/JSON
 * Path Language".
 */
package org.postern.executor.types.jsonpath;
