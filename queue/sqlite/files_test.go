//go:build unix

package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"leadpad/queue"
	"leadpad/queue/queuetest"

	"golang.org/x/sys/unix"
)

// TestRefusedFiles is D8 of docs/promises.md: what is newer, a symlink, somebody
// else's or open to others is refused, and left as it is.
func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name string
		make func(t *testing.T, path string)
		want error
		says string
	}{
		{"newer", func(t *testing.T, path string) {
			closedQueue(t, path)
			rawExec(t, path, "PRAGMA user_version = 99")
		}, queue.ErrNewer, "version 99"},
		{"symlink", func(t *testing.T, path string) {
			closedQueue(t, path+".real")
			queuetest.Must(t, os.Symlink(path+".real", path))
		}, nil, "symlink"},
		{"dangling symlink", func(t *testing.T, path string) {
			queuetest.Must(t, os.MkdirAll(filepath.Dir(path), 0o700))
			queuetest.Must(t, os.Symlink(path+".real", path))
		}, nil, "symlink"},
		{"symlinked WAL", func(t *testing.T, path string) {
			closedQueue(t, path)
			queuetest.Must(t, os.Symlink("/dev/null", path+"-wal"))
		}, nil, "symlink"},
		{"symlinked folder", func(t *testing.T, path string) {
			dir := filepath.Dir(path)
			queuetest.Must(t, os.Mkdir(dir+".real", 0o700))
			queuetest.Must(t, os.Symlink(dir+".real", dir))
		}, nil, "symlink"},
		{"folder open to others", func(t *testing.T, path string) {
			closedQueue(t, path)
			queuetest.Must(t, os.Chmod(filepath.Dir(path), 0o777))
		}, nil, "others may write to the folder"},
		{"folder instead of a file", func(t *testing.T, path string) {
			queuetest.Must(t, os.MkdirAll(path, 0o700))
		}, nil, "plain file"},
		{"no database", func(t *testing.T, path string) {
			queuetest.Must(t, os.MkdirAll(filepath.Dir(path), 0o700))
			queuetest.Must(t, os.WriteFile(path, bytes.Repeat([]byte("hello "), 999), 0o600))
		}, queue.ErrDamaged, "damaged"},
		{"wrong owner", func(t *testing.T, path string) {
			closedQueue(t, path)
			if os.Geteuid() != 0 {
				t.Skip("only root can give a file away")
			}
			queuetest.Must(t, os.Chown(path, 65534, 65534))
		}, nil, "another user"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			path := filePath(t)
			row.make(t, path)
			before, _ := os.ReadFile(path)
			q, err := Open(t.Context(), path, queue.Options{})
			if err == nil {
				_ = q.Close()
				t.Fatal("was opened")
			}
			if row.want != nil && !errors.Is(err, row.want) || !strings.Contains(err.Error(), row.says) {
				t.Errorf("said %v", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// TestModes is the rest of D8: whatever the umask, files are 0600 and the
// folder 0700. The umask is the process's, so children have it.
func TestModes(t *testing.T) {
	t.Parallel()
	for _, umask := range []string{"000", "022", "077"} {
		t.Run(umask, func(t *testing.T) {
			t.Parallel()
			path := filePath(t)
			if err := child(t, "umask", umask, path).Run(); err != nil {
				t.Fatal(err)
			}
			files, err := os.ReadDir(filepath.Dir(path))
			if err != nil || len(files) < 4 {
				t.Fatal(files, err)
			}
			for _, f := range files {
				if st, err := f.Info(); err != nil || st.Mode().Perm() != 0o600 {
					t.Errorf("%s: %v, %v", f.Name(), st.Mode(), err)
				}
			}
			if st, err := os.Stat(filepath.Dir(path)); err != nil || st.Mode().Perm() != 0o700 {
				t.Errorf("the folder: %v, %v", st, err)
			}
		})
	}
}

// childUmask saves under a umask and dies with its files open.
func childUmask(args []string) error {
	var mask int
	if _, err := fmt.Sscanf(args[0], "%o", &mask); err != nil {
		return err
	}
	syscall.Umask(mask)
	q, err := Open(context.Background(), args[1], queue.Options{})
	if err != nil {
		return err
	}
	if _, _, err := q.TakeLease(context.Background(), "w"); err != nil {
		return err
	}
	_, err = q.Save(context.Background(), queuetest.Company("Acme"))
	return err
}

// TestRightsAreTaken opens a queue whose file others can read.
func TestRightsAreTaken(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	closedQueue(t, path)
	queuetest.Must(t, os.Chmod(path, 0o644))
	openQueue(t, path)
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st.Mode(), err)
	}
}

// saveUntil saves ever longer leads until one fails, and gives the error.
func saveUntil(ctx context.Context, q queue.Queue) (saved int, err error) {
	for ; saved < 10_000; saved++ {
		e := queuetest.Company(fmt.Sprint("Acme ", saved))
		e.Lead.Notes = strings.Repeat("n", 5000)
		if _, err := q.Save(ctx, e); err != nil {
			return saved, err
		}
	}
	return saved, errors.New("the disk never got full")
}

// TestFullDisk fills the disk, with a bound on the file and with
// a small disk: an error that says so, nothing saved is lost, and saving works
// again later.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	t.Run("quota", func(t *testing.T) {
		t.Parallel()
		q := openQueue(t, filePath(t))
		for i := range queuetest.Trials(10) {
			queuetest.Must(t, q.SetQuota(t.Context(), int64(300_000+i*50_000)))
			checkFull(t, q)
			queuetest.Must(t, q.SetQuota(t.Context(), 0))
			queuetest.Save(t, q, queuetest.Company("again"))
		}
	})
	t.Run("disk", func(t *testing.T) {
		dir := t.TempDir()
		mountSmall(t, dir)
		q := mustOpen(t, filepath.Join(dir, "data", "queue.db"))
		defer func() { queuetest.Must(t, q.Close()) }()
		ballast := filepath.Join(dir, "ballast")
		for range queuetest.Trials(10) {
			// As much as there is room for.
			if err := os.WriteFile(ballast, make([]byte, 6<<20), 0o600); err == nil {
				t.Fatal("the small disk is large")
			}
			checkFull(t, q)
			// Not removed: a child that another test is just starting may still have
			// it open, which would keep its room.
			queuetest.Must(t, os.Truncate(ballast, 0))
			queuetest.Save(t, q, queuetest.Company("again"))
		}
	})
}

// checkFull saves until the disk is full, and looks that all is there.
func checkFull(t *testing.T, q queue.Queue) {
	t.Helper()
	before, err := q.Counts(t.Context(), "w")
	queuetest.Must(t, err)
	n, err := saveUntil(t.Context(), q)
	if !errors.Is(err, queue.ErrFull) {
		t.Fatalf("after %d saves: %v", n, err)
	}
	after, err := q.Counts(t.Context(), "w")
	if err != nil || after.ByState[queue.Ready] != before.ByState[queue.Ready]+n {
		t.Fatalf("%d leads, want %d and %d: %v", after.ByState[queue.Ready], before.ByState[queue.Ready], n, err)
	}
}

// mountSmall mounts a disk of 6 MB on dir, where that is allowed.
func mountSmall(t *testing.T, dir string) {
	t.Helper()
	if err := mountTmpfs(dir, "size=6m,mode=0700"); err != nil {
		t.Skipf("mounting a small disk is not allowed here: %v", err)
	}
	t.Cleanup(func() { unmount(dir) })
}

// TestReadOnly is D4 for EROFS and EACCES: saving, or making a queue, says so and
// works again when the disk does. Root may write anywhere, so EACCES needs another user's child.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	t.Run("disk", func(t *testing.T) {
		dir := t.TempDir()
		mountSmall(t, dir)
		path := filepath.Join(dir, "data", "queue.db")
		for range queuetest.Trials(10) {
			closedQueue(t, path)
			queuetest.Must(t, remount(dir, true))
			q := mustOpen(t, path)
			if _, err := q.Save(t.Context(), queuetest.Company("B")); !errors.Is(err, queue.ErrReadOnly) {
				t.Errorf("a read-only disk: %v", err)
			}
			queuetest.Must(t, q.Close())
			queuetest.Must(t, remount(dir, false))
		}
	})
	t.Run("rights", func(t *testing.T) {
		t.Parallel()
		if os.Geteuid() != 0 {
			t.Skip("only root can become another user")
		}
		dir, err := os.MkdirTemp("/tmp", "leadpad-rights")
		queuetest.Must(t, err)
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		queuetest.Must(t, os.Chmod(dir, 0o755))
		binary := filepath.Join(dir, "child") // where the other user may run it
		copyFile(t, os.Args[0], binary)
		queuetest.Must(t, os.Chmod(binary, 0o755))
		for i := range queuetest.Trials(10) {
			data := filepath.Join(dir, fmt.Sprint(i))
			queuetest.Must(t, os.Mkdir(data, 0o500))
			queuetest.Must(t, os.Chown(data, 65534, 65534))
			cmd := child(t, "denied", filepath.Join(data, "queue.db"))
			cmd.Path, cmd.Dir = binary, "/"
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			queuetest.Must(t, cmd.Run())
		}
	})
}

// childDenied opens a queue in a folder that it may not write to, then in the
// same one made writable.
func childDenied(args []string) error {
	q, err := Open(context.Background(), args[0], queue.Options{})
	if err == nil {
		_ = q.Close()
		return errors.New("a folder without rights was written to")
	}
	if !errors.Is(err, os.ErrPermission) {
		return err
	}
	if err := os.Chmod(filepath.Dir(args[0]), 0o700); err != nil {
		return err
	}
	if q, err = Open(context.Background(), args[0], queue.Options{}); err != nil {
		return err
	}
	return q.Close()
}

// TestFileTooLarge is D4 for EFBIG: a child whose files may not grow says so,
// keeps what it saved, and goes on when they may.
func TestFileTooLarge(t *testing.T) {
	t.Parallel()
	for range queuetest.Trials(10) {
		if err := child(t, "large", filePath(t)).Run(); err != nil {
			t.Fatal(err)
		}
	}
}

// childLarge bounds its own files.
func childLarge(args []string) error {
	signal.Ignore(syscall.SIGXFSZ)
	ctx := context.Background()
	q, err := Open(ctx, args[0], queue.Options{})
	if err != nil {
		return err
	}
	var old unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	small := old
	small.Cur = 300_000
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	n, err := saveUntil(ctx, q)
	if !errors.Is(err, queue.ErrRefused) || n == 0 || n > 1000 {
		return fmt.Errorf("%d saves into a file of 300 kB: %w", n, err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	if _, err := q.Save(ctx, queuetest.Company("again")); err != nil {
		return err
	}
	c, err := q.Counts(ctx, "w")
	if err != nil || c.ByState[queue.Ready] != n+1 {
		return fmt.Errorf("%d leads of %d are left: %w", c.ByState[queue.Ready], n+1, err)
	}
	return q.Close()
}
