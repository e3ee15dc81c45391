//go:build darwin || freebsd || linux || netbsd || openbsd

package index

import (
	"runtime"
	"syscall"
)

// newBlock gives memory outside the heap, which goes when the block is no longer
// reached. On the heap the collector would keep as much again free beside it: it
// lets garbage grow to what lives.
func newBlock(size int) *block {
	mem, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return &block{mem: make([]byte, size)}
	}
	b := &block{mem: mem}
	runtime.AddCleanup(b, func(mem []byte) { _ = syscall.Munmap(mem) }, mem)
	return b
}
