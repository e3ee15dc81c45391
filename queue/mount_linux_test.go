package queue

import "golang.org/x/sys/unix"

// mountTmpfs mounts a disk in memory.
func mountTmpfs(dir, options string) error { return unix.Mount("tmpfs", dir, "tmpfs", 0, options) }

// remount makes it read-only, or not.
func remount(dir string, readOnly bool) error {
	flags := uintptr(unix.MS_REMOUNT)
	if readOnly {
		flags |= unix.MS_RDONLY
	}
	return unix.Mount("tmpfs", dir, "tmpfs", flags, "size=6m,mode=0700")
}

// unmount lets go of the disk at once, also while a child that another test is
// just starting still has it open.
func unmount(dir string) { _ = unix.Unmount(dir, unix.MNT_DETACH) }
