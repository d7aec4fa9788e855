/** B-tree indexes after Lehman and Yao: pages, search, insertion, deletion, scans, log and redo. */
package org.postern.storage.btree;
