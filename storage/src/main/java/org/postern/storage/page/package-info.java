/** The format of an 8 KiB page: header, line pointers, items, special space, checksum. */
package org.postern.storage.page;
