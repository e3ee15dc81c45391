//go:build unix

package e2e

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Two programs that connect a workspace each at the same moment: both are there.
func TestTwoProgramsChangeTheConfig(t *testing.T) {
	t.Parallel()
	n := trials(50)
	t.Logf("%d × 2 programs", n)
	m := newMachine(t)
	for i := range n {
		var both sync.WaitGroup
		for _, name := range []string{"left", "right"} {
			c := m.command("config", "init", "--name", fmt.Sprint(name, i))
			both.Go(func() {
				if out, err := c.CombinedOutput(); err != nil {
					t.Errorf("%v: %s", err, out)
				}
			})
		}
		both.Wait()
	}
	all := m.run("config", "show").out
	for i := range n {
		for _, name := range []string{"left", "right"} {
			if want := fmt.Sprintf("[profiles.%s%d]", name, i); !strings.Contains(all, want) {
				t.Errorf("%s is not there", want)
			}
		}
	}
}
