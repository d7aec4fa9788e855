/** The shared queue of messages by which processes drop what they cached of the catalogs. */
package org.postern.storage.inval;
