/**
 * The seam to files: everything the server writes goes through here, so that tests inject faults.
 */
package org.postern.storage.vfs;
