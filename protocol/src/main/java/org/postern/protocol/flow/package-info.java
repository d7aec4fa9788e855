/** When which message is run, skipped or answered, and when the writer must pause. */
package org.postern.protocol.flow;
