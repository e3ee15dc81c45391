package sqlite

import (
	"os"

	"golang.org/x/sys/unix"
)

// watch tells when something in a folder is written, until end is called; the
// channel is nil where the system does not tell. It opens none of the files: to
// close one again would drop SQLite's locks on it.
func watch(folder string) (told <-chan struct{}, end func()) {
	var st unix.Statfs_t
	if unix.Statfs(folder, &st) != nil || uint32(st.Type) == unix.FUSE_SUPER_MAGIC { // perhaps another computer's
		return nil, func() {}
	}
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		return nil, func() {}
	}
	f := os.NewFile(uintptr(fd), "inotify")
	if _, err := unix.InotifyAddWatch(fd, folder, unix.IN_MODIFY|unix.IN_CREATE|unix.IN_MOVED_TO); err != nil {
		_ = f.Close()
		return nil, func() {}
	}
	stirs, ended := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(ended)
		for events := make([]byte, 4096); ; {
			if _, err := f.Read(events); err != nil {
				return
			}
			select {
			case stirs <- struct{}{}:
			default: // one is waiting
			}
		}
	}()
	return stirs, func() {
		_ = f.Close()
		<-ended
	}
}
