/** Built-in functions that look at the session, the catalogs or the running server. */
package org.postern.executor.session.functions;
