package dialog

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/ui/kit"
)

func newKey(h *host) *Key {
	d := NewKey(h, "acme", "ACME", func(kept string) tea.Cmd { return kit.Say(kit.Good, "kept "+kept) })
	send(d, run(d.Init())...)
	return d
}

func TestAnotherKeyIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		d := newKey(h)
		if _, over := press(d, "enter"); over || len(h.kept) > 0 {
			t.Fatalf("an empty key was kept: %q", h.kept)
		}
		send(d, tea.PasteMsg{Content: " sk-live-1234567890\r\n"})
		if v := ansi.Strip(draw(d, theme(colorprofile.TrueColor), 68, 18)); strings.Contains(v, "sk-live") {
			t.Errorf("the key is on the screen:\n%s", v)
		}
		got, over := press(d, "enter")
		if want := []tea.Msg{kit.Notice{Level: kit.Good, Text: "kept in the system keyring"}}; !over || !reflect.DeepEqual(got, want) {
			t.Errorf("gave %v, over %v, want %v", got, over, want)
		}
		if !reflect.DeepEqual(h.kept, []string{"acme sk-live-1234567890"}) {
			t.Errorf("kept %q", h.kept)
		}
	})
}

// One that cannot be kept stays in the field, with the reason, and letters are
// text: neither q nor k is a key there.
func TestAKeyThatCannotBeKeptStays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &host{fail: errors.New("no space left")}
		d := newKey(h)
		if _, over := press(d, "'qk-1234567 enter"); over {
			t.Fatal("it is over")
		}
		if v := ansi.Strip(draw(d, theme(colorprofile.TrueColor), 68, 18)); !strings.Contains(v, "no space left") {
			t.Errorf("it says nothing:\n%s", v)
		}
		h.fail = nil
		if _, over := press(d, "enter"); !over || !reflect.DeepEqual(h.kept, []string{"acme qk-1234567", "acme qk-1234567"}) {
			t.Errorf("over %v, kept %q", over, h.kept)
		}
	})
}

func TestEscKeepsTheKeyAsItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		if got, over := press(newKey(h), "'sk-live esc"); !over || len(got) > 0 || len(h.kept) > 0 {
			t.Errorf("Esc gave %v, over %v, kept %q", got, over, h.kept)
		}
	})
}
