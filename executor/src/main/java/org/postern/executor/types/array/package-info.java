/** Subscripts, slices, operators and functions of arrays. */
package org.postern.executor.types.array;
