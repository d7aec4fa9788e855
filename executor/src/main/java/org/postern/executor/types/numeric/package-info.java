/** Operators, functions and casts of the number types: integers, floats, numeric, money. */
package org.postern.executor.types.numeric;
