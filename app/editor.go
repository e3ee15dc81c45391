package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofrs/flock"

	"leadpad/queue"
)

// What an editor can leave behind in the place of a text.
var (
	ErrNoFile  = errors.New("the editor left no file")
	ErrNotText = errors.New("the editor left what is no text")
)

// EditedTooLong is a text that is longer than its field takes.
type EditedTooLong struct{ Most int } // bytes

func (e *EditedTooLong) Error() string {
	return fmt.Sprintf("the editor left more than %d bytes", e.Most)
}

// EditFailed is an editor that could not be started, or that ended with an error.
type EditFailed struct{ Err error }

func (e *EditFailed) Error() string { return fmt.Sprintf("the editor failed: %v", e.Err) }

func (e *EditFailed) Unwrap() error { return e.Err }

// What lies in the folder of an edited text: the text, as it was before, and what is
// locked while somebody edits it.
const (
	editedFolder = "notes-*"
	editedFile   = "notes.txt"
	beforeFile   = "before"
	editingFile  = "lock"
)

// Edit has a text changed in a file by run, and gives what the file holds then. The
// file is in a folder of its own within dir that nobody else can look into, "" being
// the system's own for such files; both are gone afterwards.
func Edit(dir, text string, most int, run func(path string) error) (string, error) {
	own, err := os.MkdirTemp(dir, editedFolder) // 0700 by its nature
	if err != nil {
		return "", fmt.Errorf("make a file for the editor: %w", err)
	}
	lock := flock.New(filepath.Join(own, editingFile), flock.SetPermissions(0o600))
	defer func() {
		_ = lock.Unlock()
		_ = os.RemoveAll(own)
	}()
	path := filepath.Join(own, editedFile)
	_, err = lock.TryLock()
	if err = errors.Join(err, os.WriteFile(filepath.Join(own, beforeFile), []byte(text), 0o600), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		return "", fmt.Errorf("make a file for the editor: %w", err)
	}
	if err := run(path); err != nil {
		return "", &EditFailed{err}
	}
	after, err := readEdited(path, most)
	if err != nil {
		return "", err
	}
	if !strings.HasSuffix(text, "\n") { // which editors put at the end of every file
		after = strings.TrimSuffix(strings.TrimSuffix(after, "\n"), "\r")
	}
	return after, nil
}

// readEdited reads what an editor left: a plain file of text.
func readEdited(path string, most int) (string, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", ErrNoFile
	case err != nil:
		return "", fmt.Errorf("read what the editor left: %w", err)
	case !info.Mode().IsRegular():
		return "", ErrNotText // a link, a pipe or a folder
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read what the editor left: %w", err)
	}
	defer func() { _ = f.Close() }()
	const mark = "\ufeff" // that some editors begin a file with
	data, err := io.ReadAll(io.LimitReader(f, int64(most+len(mark)+2)))
	text := strings.TrimPrefix(string(data), mark)
	switch {
	case err != nil:
		return "", fmt.Errorf("read what the editor left: %w", err)
	case len(strings.TrimRight(text, "\r\n")) > most:
		return "", &EditedTooLong{most}
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return "", ErrNotText
	}
	return text, nil
}

// TakeEdited gives keep the texts that lie in dir because leadpad was killed while
// somebody edited them, those that are not as they were before, and removes them when
// it took them. What an editor itself left beside one, such as its journal, stays for
// as long as a deleted lead.
func TakeEdited(dir string, most int, now time.Time, keep func(texts []string) error) error {
	folders, err := filepath.Glob(filepath.Join(dir, editedFolder))
	if err != nil || dir == "" || len(folders) == 0 {
		return err
	}
	var texts, over []string
	for _, own := range folders {
		lock := flock.New(filepath.Join(own, editingFile), flock.SetPermissions(0o600))
		if ok, err := lock.TryLock(); err != nil || !ok {
			continue // somebody is at it
		}
		defer func() { _ = lock.Unlock() }()
		if editorLeft(own, now) {
			continue
		}
		before, _ := os.ReadFile(filepath.Join(own, beforeFile))
		text, err := readEdited(filepath.Join(own, editedFile), most)
		switch {
		case err == nil && strings.TrimSpace(text) != strings.TrimSpace(string(before)):
			texts = append(texts, text)
		case err != nil && !errors.Is(err, ErrNoFile):
			continue // no text: whoever wrote it may want to look
		}
		over = append(over, own)
	}
	if len(texts) > 0 {
		if err := keep(texts); err != nil {
			return err
		}
	}
	for _, own := range over {
		err = errors.Join(err, os.RemoveAll(own))
	}
	return err
}

// editorLeft says that an editor left files of its own in a folder, not long ago.
func editorLeft(own string, now time.Time) bool {
	files, _ := os.ReadDir(own)
	for _, f := range files {
		if slices.Contains([]string{editedFile, beforeFile, editingFile}, f.Name()) {
			continue
		}
		if info, err := f.Info(); err == nil && now.Sub(info.ModTime()) < queue.KeepDeleted {
			return true
		}
	}
	return false
}
