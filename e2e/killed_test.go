//go:build unix

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"leadpad/queue/queuetest"
)

// TestTypedTextSurvivesAKill is the half of D1 of docs/promises.md that is about typing:
// kill -9 at a random instant while somebody types. Whatever the screen had
// answered to a second before is on disk, and what is there is what was typed.
func TestTypedTextSurvivesAKill(t *testing.T) {
	t.Parallel()
	n := trials(100)
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("LEADPAD_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("LEADPAD_SEED=%d", seed)
	// Several typists at a time: they wait more than they work.
	const typists = 10
	var wait sync.WaitGroup
	var mu sync.Mutex
	typed, kept := 0, 0
	dir := queuetest.MemoryDir(t)
	for who := range typists {
		wait.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(who)))
			for i := who; i < n; i += typists {
				y := typist{dir: filepath.Join(dir, strconv.Itoa(i))}
				if err := y.live(r); err != nil {
					t.Errorf("trial %d: %v", i, err)
				}
				_ = os.RemoveAll(y.dir)
				mu.Lock()
				typed, kept = typed+len(y.shown), kept+len(y.kept)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	t.Logf("%d kills, %d of %d typed characters on disk", n, kept, typed)
	if kept < n {
		t.Error("the typists did not come to work")
	}
}

// typist types a name into a program that is killed.
type typist struct {
	dir   string
	shown []time.Time // when the screen answered to each character
	kept  string      // the name on disk
	// waited is how long the program waited for a processor before it was killed:
	// what it promises is less its own than a busy machine's by so much.
	waited time.Duration
}

// letter is the i-th character that is typed.
func letter(i int) byte { return byte('a' + i%26) }

func (y *typist) command(args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.SysProcAttr = attributes()
	c.Env = []string{
		"HOME=" + y.dir, "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/nonexistent",
		"LEADPAD_CONFIG=" + filepath.Join(y.dir, "config.toml"), "LEADPAD_DATA=" + filepath.Join(y.dir, "data"),
		"LEADPAD_STATE=" + filepath.Join(y.dir, "state"),
	}
	return c
}

// live types until the kill and looks at what is left.
func (y *typist) live(r *rand.Rand) error {
	if err := os.Mkdir(y.dir, 0o700); err != nil {
		return err
	}
	life := 300*time.Millisecond + time.Duration(r.Int64N(int64(2200*time.Millisecond)))
	killed, err := y.work(r, life)
	if err != nil {
		return err
	}
	out, err := y.command("list", "--json").Output()
	if err != nil {
		return fmt.Errorf("list after the kill: %w", err)
	}
	var rows []struct{ Lead struct{ Name string } }
	if err := json.Unmarshal(out, &rows); err != nil || len(rows) > 1 {
		return fmt.Errorf("%d leads after the kill: %w", len(rows), err)
	}
	if len(rows) == 1 {
		y.kept = rows[0].Lead.Name
	}
	var all strings.Builder
	for i := range len(y.shown) + 1 { // the last one may have come in unseen
		all.WriteByte(letter(i))
	}
	if !strings.HasPrefix(all.String(), y.kept) {
		return fmt.Errorf("%q is on disk, %q was typed", y.kept, all.String())
	}
	if i := len(y.kept); i < len(y.shown) && killed.Sub(y.shown[i]) > time.Second+y.waited {
		return fmt.Errorf("%d of %d characters are on disk; the next one was on the screen for %v, %v waited for a processor in all",
			i, len(y.shown), killed.Sub(y.shown[i]), y.waited)
	}
	return nil
}

// work opens the program, types for so long, and gives the time of the kill.
func (y *typist) work(r *rand.Rand, life time.Duration) (killed time.Time, err error) {
	c := y.command()
	tty, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		return killed, err
	}
	drawn := make(chan string, 1024)
	go func() {
		defer close(drawn)
		buf := make([]byte, 8<<10)
		for {
			n, err := tty.Read(buf)
			if err != nil {
				return
			}
			drawn <- string(buf[:n])
		}
	}()
	defer func() {
		_ = c.Process.Kill()
		for range drawn { // its terminal ends with it
		}
		_ = c.Wait()
		_ = tty.Close()
	}()
	late := time.After(patience)
	for seen := ""; !strings.Contains(seen, "New lead"); {
		select {
		case s := <-drawn:
			seen += s
		case <-late:
			return killed, errors.New("the form never opened")
		}
	}
	for end := time.Now().Add(life); time.Now().Before(end); {
		for len(drawn) > 0 {
			<-drawn // what belongs to the key before
		}
		i := len(y.shown)
		if _, err := tty.Write([]byte{letter(i)}); err != nil {
			return killed, err
		}
		answered := false
		for !answered {
			select {
			case s, ok := <-drawn:
				// The character itself, not a footer that comes late.
				answered = !ok || strings.IndexByte(s, letter(i)) >= 0
			case <-late:
				return killed, fmt.Errorf("no answer to the key %d", i)
			}
		}
		y.shown = append(y.shown, time.Now())
		time.Sleep(time.Duration(r.IntN(120)) * time.Millisecond)
	}
	killed = time.Now()
	y.waited = waitedForProcessor(c.Process.Pid)
	return killed, nil
}
