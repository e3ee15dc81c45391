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

// readConfig reads the config at path as ReadTrusted does; the system's empty
// file is an empty config.
func readConfig(path string) ([]byte, error) {
	if path == os.DevNull {
		return nil, nil
	}
	return ReadTrusted(path, maxConfig)
}

// ReadTrusted reads a file of at most `most` bytes as long as nobody else can
// have written it: it says what is done, or who may enter. It may be a symbolic
// link, as those who keep their settings in a repository have it. What is not
// read is a Refused or an Exposed.
func ReadTrusted(path string, most int) ([]byte, error) {
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
	return readMost(f, path, most)
}

// ReadPrivate reads a file of at most `most` bytes that nobody else can read or
// have written, in a folder in which nobody else could have put it. It is no
// symbolic link.
func ReadPrivate(path string, most int) ([]byte, error) {
	f, err := openPlain(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if err := errors.Join(ourFolder(filepath.Dir(path)), onlyOurs(f, othersRead)); err != nil {
		return nil, err
	}
	return readMost(f, path, most)
}

// readMost reads an open file that is no longer than it may be.
func readMost(f *os.File, path string, most int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err == nil && len(data) > most {
		return nil, &Refused{Path: path, What: LongFile, Most: most}
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
func swap(path string, data []byte) error { return place(path, data, os.Rename) }

// WriteOnce writes a private file where none is, in one step, in a folder of
// nobody else: fs.ErrExist where something has the name already, which is left
// as it is.
func WriteOnce(path string, data []byte) error {
	if err := ourFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return place(path, data, os.Link) // renaming would replace what another process has just made
}

// place writes a private file beside path and gives it its name.
func place(path string, data []byte, name func(from, to string) error) error {
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
		err = name(f.Name(), path)
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
	Most int // of LongFile, in bytes
}

// FileFault is the kind of a Refused, named for logs.
type FileFault string

// Why a file is not read.
const (
	LinkedFile FileFault = "a symbolic link"
	OddFile    FileFault = "no plain file"
	LongFile   FileFault = "too long"
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
