"""The queue of work (我的工作): lists, calendar strip, batches, subscription; and the board of the leader."""
