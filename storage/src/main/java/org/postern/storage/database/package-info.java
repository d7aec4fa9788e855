/**
 * Whole databases as directories of files: copied for CREATE DATABASE, removed for DROP DATABASE.
 */
package org.postern.storage.database;
