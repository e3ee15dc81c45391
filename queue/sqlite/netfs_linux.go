package sqlite

import "golang.org/x/sys/unix"

// networked says whether path lies on a file system whose memory maps are not
// shared between machines, where a WAL would be torn. The numbers are Linux's
// (statfs(2)).
func networked(path string) bool {
	var st unix.Statfs_t
	if unix.Statfs(path, &st) != nil {
		return false
	}
	switch uint32(st.Type) {
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC,
		unix.AFS_SUPER_MAGIC, unix.CODA_SUPER_MAGIC, unix.NCP_SUPER_MAGIC, unix.V9FS_MAGIC:
		return true
	}
	return false
}
