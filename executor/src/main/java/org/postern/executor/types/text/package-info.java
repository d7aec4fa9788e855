/** Functions of text, bytea and bit strings. Text is UTF-8 and collates as in the C locale. */
package org.postern.executor.types.text;
