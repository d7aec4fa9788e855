/** PostgreSQL's regular expressions, read in its dialect and run by java.util.regex. */
package org.postern.executor.types.regex;
