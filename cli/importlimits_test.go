//go:build unix

package cli_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// TestImportOfInputWithoutMeasure gives an import what has no end or no measure:
// it is refused with the place, soon, in little memory, and nothing is imported.
func TestImportOfInputWithoutMeasure(t *testing.T) {
	t.Parallel()
	base, _, _ := importFrom(t, newUser(t), "-", func(w io.Writer) { _, _ = io.WriteString(w, `{"name":"A"}`) })
	for _, c := range []struct {
		name, says string
		write      func(io.Writer)
	}{
		{"a field of 100 MB", "line 2, column 10: a text of more than 4 MiB", func(w io.Writer) {
			_, _ = io.WriteString(w, "[\n{\"name\":\"")
			repeat(w, 100_000_000/1000, strings.Repeat("a", 1000))
			_, _ = io.WriteString(w, `"}]`)
		}},
		{"300,000 members", "line 2: more than 10,000 members in one lead", func(w io.Writer) {
			_, _ = io.WriteString(w, "[\n{\"name\":\"a\"")
			for i := range 300_000 {
				_, _ = fmt.Fprintf(w, `,"m%d":%d`, i, i)
			}
			_, _ = io.WriteString(w, "}]")
		}},
		{"80,000 rows in one field", "line 2: more than 1,000 rows of one kind", func(w io.Writer) {
			_, _ = io.WriteString(w, "{\"name\":\"a\",\n\"email\":[\"a@b.example\"")
			repeat(w, 80_000, `,"b@b.example"`)
			_, _ = io.WriteString(w, "]}")
		}},
		{"80,000 rows in one text", "more than 1,000 rows of one kind", func(w io.Writer) {
			_, _ = io.WriteString(w, "\n{\"name\":\"a\",\"phones\":\"")
			repeat(w, 80_000, "+493012345678,")
			_, _ = io.WriteString(w, "\"}")
		}},
		{"a line of a table of 1 GiB", "line 2: a row of more than 4 MiB", func(w io.Writer) {
			_, _ = io.WriteString(w, "Name,Email\nAcme,")
			repeat(w, 1<<18, strings.Repeat("a", 1<<12))
		}},
		{"a million columns", "line 2: more than 10,000 columns", func(w io.Writer) {
			_, _ = io.WriteString(w, "Name,Email\n")
			repeat(w, 1_000_000, "a,")
		}},
		{"a header of a million columns", "line 1: more than 10,000 columns", func(w io.Writer) { repeat(w, 1_000_000, "Name,Email,") }},
		{"a zero byte in a table", "line 3: a zero byte", func(w io.Writer) { _, _ = io.WriteString(w, "Name,Email\nA,a@b.example\nB,\x00\n") }},
		{"a line of UTF-16 without end", "line 2: a row of more than 4 MiB", func(w io.Writer) {
			_, _ = io.WriteString(w, "\xff\xfeN\x00a\x00m\x00e\x00,\x00E\x00m\x00a\x00i\x00l\x00\n\x00")
			repeat(w, 1<<18, strings.Repeat("a\x00", 1<<10))
		}},
		{"a quote that nothing closes", "line 3: a quote that nothing closes", func(w io.Writer) {
			_, _ = io.WriteString(w, "Name,Email\nA,a@b.example\nB,\"")
			repeat(w, 1<<16, strings.Repeat("b,c\n", 1<<10))
		}},
		{"a table without end", "line 1000002: more than 1,000,000 leads", func(w io.Writer) {
			_, _ = io.WriteString(w, "Name,Email\n")
			repeat(w, 1<<40, "A,a@b.example\n")
		}},
		{"a card without end", "line 1: a lead of more than 8 MiB", func(w io.Writer) {
			_, _ = io.WriteString(w, "BEGIN:VCARD\nFN:A\nPHOTO:")
			repeat(w, 1<<40, strings.Repeat("QUJD", 256)+"\n ")
		}},
		{"deep nesting", "line 1: nested more than 32 deep", func(w io.Writer) { repeat(w, 1_000_000, `{"a":[`) }},
		{"leads without end", "line 1000001: more than 1,000,000 leads", func(w io.Writer) { repeat(w, 1<<40, "{\"name\":\"A\"}\n") }},
		{"more than 1 GiB", "larger than 1 GiB", func(w io.Writer) {
			repeat(w, 1<<40, `{"name":"A","notes":"`+strings.Repeat("n", 1<<18)+"\"}\n")
		}},
		{"more than 1 GiB, packed", "larger than 1 GiB", func(w io.Writer) {
			// Packed parts one behind the other are unpacked as one file.
			var part bytes.Buffer
			pack := gzip.NewWriter(&part)
			repeat(pack, 16, `{"name":"A","notes":"`+strings.Repeat("n", 1<<18)+"\"}\n")
			_ = pack.Close()
			repeat(w, 300, part.String())
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() && strings.HasPrefix(c.name, "more than 1 GiB") {
				t.Skip("a gigabyte takes some seconds")
			}
			refusedImport(t, "-", c.says, base, c.write)
		})
	}
	dir := t.TempDir()
	for name, says := range map[string]string{
		"/dev/zero": "line 1, column 1: not JSON: a zero byte", dir: "this is a folder; name a file in it",
		fifoIn(t, dir): "nobody writes into this pipe", sparseIn(t, dir): "larger than 1 GiB",
	} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			refusedImport(t, name, says, base, nil)
		})
	}
}

// soon is how long an import may go on after it has read what decides.
const soon = 2 * time.Second

// refusedImport imports and looks at what came of it.
func refusedImport(t *testing.T, name, says string, base int64, write func(io.Writer)) {
	t.Helper()
	u := newUser(t)
	base = max(base, inherited(t, u))
	used, took, r := importFrom(t, u, name, write)
	// On a busy machine it may have waited for a processor, but not every time.
	for tries := 1; took > soon && tries < 5; tries++ {
		used, took, r = importFrom(t, u, name, write)
	}
	if r.code != 1 || !strings.Contains(r.err, says) || !strings.Contains(r.err, "nothing was imported") {
		t.Errorf("got %d %q, want %q", r.code, r.err, says)
	}
	if over := used - base; over > 64<<20 {
		t.Errorf("took %d MiB over the start", over>>20)
	}
	if took > soon {
		t.Errorf("took %v after it had read what decides", took)
	}
	if out := u.must(0, "list", "--json").out; out != "[]\n" {
		t.Errorf("imported: %s", out)
	}
	t.Logf("%d MiB over the start, %v after the last byte was read", max(0, used-base)>>20, took.Round(time.Millisecond))
}

// inherited is what a child that needs nothing is charged with, in bytes: Linux
// counts the memory that its parent has when it is forked, which under the race
// detector is more than any import takes.
func inherited(t *testing.T, u *user) int64 {
	t.Helper()
	cmd := u.command(t.Context(), "--version")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return mostMemory(cmd)
}

// mostMemory is the most that an ended command had, in bytes.
func mostMemory(cmd *exec.Cmd) int64 {
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" {
		used <<= 10 // kilobytes there
	}
	return used
}

// importFrom runs an import of name, with what write writes as its input. used
// is the most memory that it had, in bytes; took the time from the last byte that
// it read on, or for which it worked at all where that is less: the rest it waited
// for a busy machine's processors.
func importFrom(t *testing.T, u *user, name string, write func(io.Writer)) (used int64, took time.Duration, r result) {
	t.Helper()
	// No time-out but the test binary's own: a busy machine takes minutes for a
	// gigabyte, and what is asked for is how soon it ends after what decides.
	ctx := t.Context()
	var out, bad strings.Builder
	cmd := u.command(ctx, "import", name)
	cmd.Stdout, cmd.Stderr = &out, &bad
	last := atomic.Pointer[time.Time]{}
	now := time.Now()
	last.Store(&now)
	written := make(chan struct{})
	if write != nil {
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			defer close(written)
			defer in.Close()
			b := bufio.NewWriterSize(ender{in, &last}, 64<<10)
			write(b)
			_ = b.Flush()
		}()
	} else {
		close(written)
	}
	err := cmd.Run()
	ended := time.Now()
	<-written
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	took = ended.Sub(*last.Load())
	if worked := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); took < limit/4 {
		took = min(took, worked)
	}
	return mostMemory(cmd), took, result{out.String(), bad.String(), cmd.ProcessState.ExitCode()}
}

// ender remembers when its pipe last took something.
type ender struct {
	io.Writer
	last *atomic.Pointer[time.Time]
}

func (e ender) Write(p []byte) (int, error) {
	n, err := e.Writer.Write(p)
	if err == nil {
		now := time.Now()
		e.last.Store(&now)
	}
	return n, err
}

// repeat writes text n times, or until nobody reads on.
func repeat(w io.Writer, n int, text string) {
	for range n {
		if _, err := io.WriteString(w, text); err != nil {
			return
		}
	}
}

func fifoIn(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sparseIn(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "sparse")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<30+1); err != nil {
		t.Fatal(err)
	}
	return path
}
