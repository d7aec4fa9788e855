/** Where the parts of the server are put together, one class for each kind of process. */
package org.postern.server.wiring;
