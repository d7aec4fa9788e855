/** Real clients against whole servers: pgjdbc in all its modes, and a corpus of SQL files. */
package org.postern.server.client;
