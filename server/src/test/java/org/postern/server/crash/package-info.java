/** Deaths of processes, failing disks, damaged files and hostile clients, with a whole server. */
package org.postern.server.crash;
