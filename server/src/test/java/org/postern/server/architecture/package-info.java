/** The rules of the source tree as tests: who may import whom, and what no file may contain. */
package org.postern.server.architecture;
