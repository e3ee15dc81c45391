//go:build !(darwin || freebsd || linux || netbsd || openbsd)

package index

// newBlock gives memory, aligned for a slot.
func newBlock(size int) *block { return &block{mem: make([]byte, size)} }
