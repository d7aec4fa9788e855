/** Everything asked of the operating system beyond Java's library: futex, signals, title, umask. */
package org.postern.storage.os;
