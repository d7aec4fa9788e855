/** The three formats of COPY data: text, CSV and binary, reading and writing. */
package org.postern.protocol.copy;
