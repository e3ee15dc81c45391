package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
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

// Edit has a text changed in a file by run, and gives what the file holds then. The
// file is alone in a folder within dir that nobody else can look into, "" being the
// system's own for such files; both are gone afterwards.
func Edit(dir, text string, most int, run func(path string) error) (string, error) {
	own, err := os.MkdirTemp(dir, "notes-*") // 0700 by its nature
	if err != nil {
		return "", fmt.Errorf("make a file for the editor: %w", err)
	}
	defer func() { _ = os.RemoveAll(own) }()
	path := filepath.Join(own, "notes.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
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
