package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.storage.inval.InvalidationMessage;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.walapi.WalOutput;

/**
 * Keeps the caches of this process in step with the catalogs.
 *
 * <p>A change of a system table row is noted here. At the end of the command the caches drop what
 * it touched, so that the next command sees it; at commit the messages of the whole transaction go
 * to the other processes, before the locks are released; at an abort what was cached of the undone
 * rows is dropped. Registered for phase CACHES.
 */
public final class CatalogInvalidation implements TransactionCallback {
  /** A cache; 0 stands for every catalog and for a relation that is not known. */
  @FunctionalInterface
  public interface Listener {
    void invalidate(int catalog, int relation);
  }

  private final int database;
  private final InvalidationQueue queue;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Set<InvalidationMessage>> done = new ArrayList<>();
  private Set<InvalidationMessage> command = new LinkedHashSet<>();

  /** {@code queue} may be null where there is only one process. */
  public CatalogInvalidation(int database, InvalidationQueue queue) {
    this.database = database;
    this.queue = queue;
    done.add(new LinkedHashSet<>());
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** A row of a system table changed that belongs to {@code relation}, or 0. */
  public void changed(boolean shared, int catalog, int relation) {
    command.add(new InvalidationMessage(shared ? 0 : database, catalog, relation));
  }

  /** The command is over: what it changed is seen from here on. */
  public void commandEnd() {
    if (command.isEmpty()) {
      return;
    }
    command.forEach(this::apply);
    done.getLast().addAll(command);
    command = new LinkedHashSet<>();
  }

  /** Drops everything cached: this process has read messages that never came here. */
  public void forgetAll() {
    apply(InvalidationMessage.EVERYTHING);
  }

  /**
   * Takes in what other processes did. Called when a statement begins and after a lock on a
   * relation was granted.
   */
  public void accept() {
    if (queue != null && queue.pending()) {
      queue.receive(this::apply);
    }
  }

  private void apply(InvalidationMessage message) {
    if (message.database() != 0 && message.database() != database) {
      return;
    }
    for (Listener listener : listeners) {
      listener.invalidate(message.catalog(), message.relation());
    }
  }

  @Override
  public void preCommit() {
    commandEnd();
  }

  @Override
  public void invalidations(WalOutput out) {
    Set<InvalidationMessage> all = done.getFirst();
    if (all.isEmpty()) {
      return;
    }
    for (InvalidationMessage message : all) {
      out.putInt(message.database()).putInt(message.catalog()).putInt(message.relation()).putInt(0);
    }
  }

  @Override
  public void committed() {
    if (queue != null && !done.getFirst().isEmpty()) {
      queue.send(List.copyOf(done.getFirst()));
    }
    forget();
  }

  @Override
  public void aborted() {
    command.forEach(this::apply);
    done.forEach(messages -> messages.forEach(this::apply));
    forget();
  }

  private void forget() {
    done.clear();
    done.add(new LinkedHashSet<>());
    command = new LinkedHashSet<>();
  }

  @Override
  public void subBegan(int level) {
    commandEnd();
    done.add(new LinkedHashSet<>());
  }

  @Override
  public void subCommitted(int level) {
    commandEnd();
    Set<InvalidationMessage> inner = done.removeLast();
    done.getLast().addAll(inner);
  }

  @Override
  public void subAborted(int level) {
    command.forEach(this::apply);
    command = new LinkedHashSet<>();
    done.removeLast().forEach(this::apply);
  }
}
