package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxConfig is far more than any config, in bytes.
const maxConfig = 1 << 20

// readConfig reads the config at path as long as nobody else can have written
// it: it may name a program that is run. It may be a symbolic link, as those who
// keep their settings in a repository have it.
func readConfig(path string) ([]byte, error) {
	if path == os.DevNull {
		return nil, nil
	}
	to, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, err
	}
	f, err := openPlain(to)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if err := onlyOurs(f, othersWrite); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err == nil && len(data) > maxConfig {
		err = &Refused{Path: path, What: LongFile}
	}
	return data, err
}

// openPlain opens a plain file that is no symbolic link, and waits for nobody: a
// pipe in its place would never end.
func openPlain(path string) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return nil, &Refused{Path: path, What: LinkedFile}
	}
	f, err := os.OpenFile(path, os.O_RDONLY|noWaiting, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = &Refused{Path: path, What: OddFile}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// ourFolder refuses a folder in which others could put files; one that is not
// there is made, for nobody else.
func ourFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, err)
	}
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("look at the folder %s: %w", dir, err)
	}
	defer func() { _ = f.Close() }()
	return onlyOurs(f, othersWrite)
}

// replace writes a private file in the place of path, in one step. What stands
// there must be a plain file or nothing: a link that somebody planted is not
// followed.
func replace(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := ourFolder(dir); err != nil {
		return err
	}
	if f, err := openPlain(path); err == nil {
		_ = f.Close()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return swap(path, data)
}

// swap writes a private file in the place of path, in one step.
func swap(path string, data []byte) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".leadpad-*") // 0600 by its nature
	if err != nil {
		return fmt.Errorf("write in %s: %w", dir, err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// Refused is a file that is not read as it lies there.
type Refused struct {
	Path string
	What FileFault
	User int // of OthersFile
}

// FileFault is the kind of a Refused, named for logs.
type FileFault string

// Why a file is not read.
const (
	LinkedFile FileFault = "a symbolic link"
	OddFile    FileFault = "no plain file"
	LongFile   FileFault = "more than 1 MiB"
	OthersFile FileFault = "another user's"
)

func (e *Refused) Error() string { return e.Path + " is " + string(e.What) }

// Exposed is a file that others may change, or a key's that others may read.
type Exposed struct {
	Path  string
	Mode  fs.FileMode
	OfKey bool
}

func (e *Exposed) Error() string { return e.Path + " has mode " + e.Octal() }

// Octal is the mode as chmod takes it.
func (e *Exposed) Octal() string { return fmt.Sprintf("%04o", e.Mode) }
