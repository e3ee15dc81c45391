//go:build unix

package e2e

import (
	"os"
	"testing"
)

// leadpad demo: samples in several scripts, nothing left behind, and one
// question before a lead typed by hand goes with it.
func TestDemoLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.start(common, "demo")
	x.Wait("DEMO · nothing is kept", "2 drafts", "10 ready", "12 to do")
	x.Key("f2")
	x.Wait("New lead")
	newLead(x, "Typed AG")
	x.Key("f3")
	x.Wait("13 to do", "株式会社サクラ商事", "شركة النور للتجارة", "Łukasz Żółkiewski", "☕")
	x.Key("ctrl+c")
	x.Wait("1 lead that you typed goes too")
	x.Key("ctrl+c")
	if code := x.Ended(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	left, err := os.ReadDir(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		t.Errorf("the demo left %s behind", f.Name())
	}
}
