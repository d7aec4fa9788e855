/** The messages of protocol 3.0: frontend messages as records, backend messages as a writer. */
package org.postern.protocol.message;
