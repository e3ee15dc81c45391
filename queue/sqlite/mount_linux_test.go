package sqlite

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// mountTmpfs mounts a disk in memory.
func mountTmpfs(dir, options string) error { return unix.Mount("tmpfs", dir, "tmpfs", 0, options) }

// remount makes it read-only, or not. A child that another test is just
// starting has its files open until it runs, which keeps the disk busy.
func remount(dir string, readOnly bool) error {
	flags := uintptr(unix.MS_REMOUNT)
	if readOnly {
		flags |= unix.MS_RDONLY
	}
	err := unix.EBUSY
	for begun := time.Now(); err == unix.EBUSY && time.Since(begun) < 5*time.Second; time.Sleep(time.Millisecond) {
		mounted := unix.Mount("tmpfs", dir, "tmpfs", flags, "size=6m,mode=0700")
		if mounted == nil {
			return nil
		}
		if !errors.As(mounted, &err) {
			return mounted
		}
	}
	return err
}

// unmount lets go of the disk at once, also while a child that another test is
// just starting still has it open.
func unmount(dir string) { _ = unix.Unmount(dir, unix.MNT_DETACH) }
