package org.postern.storage.btree;

import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexTupleReader;

/** What this process keeps for one index: its comparer, scratch keys and where the root was. */
final class BtreeState implements IndexHandle.AccessState {
  final BtreeComparer comparer;
  final BtreePivots pivots;
  final BtreeSplitPoint splitPoint;
  final IndexTupleReader reader;
  final BtreeKey key = new BtreeKey();

  /** Block of the root when last looked at, 0 for unknown; checked at each use. */
  long rootBlock;

  int rootLevel;

  private BtreeState(IndexHandle index) {
    comparer = new BtreeComparer(index.layout());
    pivots = new BtreePivots(comparer);
    splitPoint = new BtreeSplitPoint(comparer);
    reader = new IndexTupleReader(index.layout());
  }

  static BtreeState of(IndexHandle index) {
    if (index.accessState() instanceof BtreeState state) {
      return state;
    }
    BtreeState state = new BtreeState(index);
    index.setAccessState(state);
    return state;
  }
}
