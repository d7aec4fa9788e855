/** Values of range and multirange types, their texts, order and operators. */
package org.postern.executor.types.range;
