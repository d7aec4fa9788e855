/** Errors as a client sees them: SQLSTATE, message and the fields that locate the fault. */
package org.postern.storage.error;
