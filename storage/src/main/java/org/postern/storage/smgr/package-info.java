/** Relation files: their names, and reading and writing their blocks. */
package org.postern.storage.smgr;
