package kit

// Window is the loaded part of a list that may be long.
type Window[T any] struct {
	Offset int // index of Rows[0] in the list
	Rows   []T
	Total  int // how long the list is
}

// At gives row i of the list; ok is false when it is not loaded.
func (w *Window[T]) At(i int) (row T, ok bool) {
	if i < w.Offset || i >= w.Offset+len(w.Rows) {
		return row, false
	}
	return w.Rows[i-w.Offset], true
}

// Wants says that a row of [top, top+height), or one nearer to it than near, is
// not loaded.
func (w *Window[T]) Wants(top, height, near int) bool {
	from := max(top-near, 0)
	to := min(top+height+near, w.Total)
	return from < to && (from < w.Offset || to > w.Offset+len(w.Rows))
}

// Around gives what to load so that height rows before and behind index are
// there with a margin.
func Around(index, height, margin int) (offset, limit int) {
	offset = max(index-height-margin, 0)
	return offset, index + height + margin - offset
}
