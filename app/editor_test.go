package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/queue"
)

// What an editor leaves is taken when it is text; the file is private while it is
// there, and gone afterwards whatever happened.
func TestEdit(t *testing.T) {
	t.Parallel()
	const most = 64
	failed := errors.New("exit status 1")
	leaves := func(s string) func(string) error {
		return func(path string) error { return os.WriteFile(path, []byte(s), 0o600) }
	}
	for name, c := range map[string]struct {
		run  func(path string) error
		want string
		err  error
	}{
		"nothing changed":      {func(string) error { return nil }, "before", nil},
		"a text":               {leaves("ä\r\nb\n"), "ä\r\nb", nil},
		"with a mark":          {leaves("\ufeffa\r\n"), "a", nil},
		"emptied":              {leaves(""), "", nil},
		"as long as it may be": {leaves(strings.Repeat("x", most) + "\n"), strings.Repeat("x", most), nil},
		"too long":             {leaves(strings.Repeat("x", most+1)), "", &EditedTooLong{}},
		"without an end":       {leaves(strings.Repeat("x\n", 1<<20)), "", &EditedTooLong{}},
		"binary":               {leaves("a\x00b"), "", ErrNotText},
		"another encoding":     {leaves("Caf\xe9"), "", ErrNotText},
		"an error": {func(path string) error {
			if err := leaves("half")(path); err != nil {
				return err
			}
			return failed
		}, "", failed},
		"removed":  {os.Remove, "", ErrNoFile},
		"a folder": {func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, "", ErrNotText},
		"a link":   {func(path string) error { return errors.Join(os.Remove(path), os.Symlink("/etc/hostname", path)) }, "", ErrNotText},
		"written anew": {func(path string) error {
			return errors.Join(leaves("new")(path+"~"), os.Rename(path+"~", path), leaves("rest")(filepath.Join(filepath.Dir(path), ".swp")))
		}, "new", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			got, err := Edit(dir, "before", most, func(path string) error {
				file, err := os.Stat(path)
				check(t, err)
				folder, err := os.Stat(filepath.Dir(path))
				check(t, err)
				if text, err := os.ReadFile(path); err != nil || string(text) != "before" {
					t.Errorf("the editor gets %q, %v", text, err)
				}
				if m := file.Mode().Perm() | folder.Mode().Perm(); m&0o077 != 0 && filepath.Separator == '/' {
					t.Errorf("others can look into it: %o", m)
				}
				return c.run(path)
			})
			var long *EditedTooLong
			if got != c.want || !errors.Is(err, c.err) && !(errors.As(err, &long) && errors.As(c.err, &long)) {
				t.Errorf("got %q, %v, want %q, %v", got, err, c.want, c.err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("it leaves %v, %v", left, err)
			}
		})
	}
}

// A text that was being edited when leadpad was killed is given to the next start,
// once, where it was changed; one that somebody is at stays.
func TestATextOfAnEditorOutlivesLeadpad(t *testing.T) {
	t.Parallel()
	const most = 64
	dir, now := t.TempDir(), time.Now()
	folder := func(name, before string, files map[string]string) string {
		own := filepath.Join(dir, "notes-"+name)
		check(t, os.Mkdir(own, 0o700))
		check(t, os.WriteFile(filepath.Join(own, beforeFile), []byte(before), 0o600))
		for name, text := range files {
			check(t, os.WriteFile(filepath.Join(own, name), []byte(text), 0o600))
		}
		return own
	}
	folder("untouched", "as before", map[string]string{editedFile: "as before\n"})
	folder("changed", "as before", map[string]string{editedFile: "more\n"})
	folder("removed", "as before", nil)
	binary := folder("binary", "as before", map[string]string{editedFile: "a\x00"})
	journal := folder("journal", "as before", map[string]string{editedFile: "as before", ".notes.txt.swp": "vim's"})
	take := func(at time.Time, fails error) (got []string) {
		err := TakeEdited(dir, most, at, func(texts []string) error {
			got = texts
			return fails
		})
		if !errors.Is(err, fails) {
			t.Errorf("%v, want %v", err, fails)
		}
		return got
	}
	lies := func(want ...string) {
		t.Helper()
		left, err := filepath.Glob(filepath.Join(dir, "notes-*"))
		check(t, err)
		if slices.Sort(want); !slices.Equal(left, want) {
			t.Errorf("there lie %q, want %q", left, want)
		}
	}
	refused := errors.New("disk full")
	if got := take(now, refused); !slices.Equal(got, []string{"more\n"}) {
		t.Errorf("given %q", got)
	}
	_, err := Edit(dir, "mine", most, func(path string) error {
		check(t, os.WriteFile(path, []byte("mine, changed"), 0o600))
		if got := take(now, nil); !slices.Equal(got, []string{"more\n"}) {
			t.Errorf("given %q", got)
		}
		lies(binary, journal, filepath.Dir(path))
		return nil
	})
	check(t, err)
	if got := take(now.Add(queue.KeepDeleted+time.Hour), nil); got != nil {
		t.Errorf("given again: %q", got)
	}
	lies(binary)
}
