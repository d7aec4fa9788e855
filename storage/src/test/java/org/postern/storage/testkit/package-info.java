/** What tests of storage stand on: a small shared segment, processes in it, a log in memory. */
package org.postern.storage.testkit;
