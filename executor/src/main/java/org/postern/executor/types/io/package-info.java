/** The text, binary and stored forms of the built-in types, and the table of these types. */
package org.postern.executor.types.io;
