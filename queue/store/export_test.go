package store

import "leadpad/queue"

// Indexed says whether the index of a workspace is in memory.
func Indexed(q queue.Queue, workspace string) bool {
	return q.(*Queue).view(workspace).ready.Load()
}
