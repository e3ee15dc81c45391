//go:build unix && !linux

package terminal

import "golang.org/x/sys/unix"

func discard(fd int) {
	const written = 2 // FWRITE
	_ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, written)
}
