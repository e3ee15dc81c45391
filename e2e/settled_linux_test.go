package e2e

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// taken waits until the program has read all that was typed: what stays in the
// terminal's queue would reach it as one piece with what is typed next.
func (x *terminal) taken() {
	n := -1
	if c, err := x.pty.SyscallConn(); err == nil {
		_ = c.Control(func(fd uintptr) {
			if i, err := unix.IoctlGetInt(int(fd), unix.TIOCGPTN); err == nil {
				n = i
			}
		})
	}
	for range int(patience / time.Millisecond) {
		f, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
		if err != nil {
			return // the program has ended
		}
		left, err := unix.IoctlGetInt(int(f.Fd()), unix.TIOCINQ)
		_ = f.Close()
		if err != nil || left == 0 {
			return
		}
		select {
		case <-x.done:
			return // nobody is left to read it
		case <-time.After(time.Millisecond):
		}
		x.typed = time.Now()
	}
}
