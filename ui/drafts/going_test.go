package drafts

import (
	"testing"

	"github.com/charmbracelet/colorprofile"

	"leadpad/ui/kit"
)

// submitText is what the footer says of S.
func (r *rig) submitText() string {
	for _, h := range r.Footer() {
		if h.Action == kit.Submit {
			return h.Text
		}
	}
	return ""
}

// The footer counts what S would send, and only that: of the seven samples two
// are drafts.
func TestFooterCountsWhatWillGo(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		says := func(want string) {
			t.Helper()
			if got := r.submitText(); got != want {
				t.Errorf("the footer says %q, want %q", got, want)
			}
		}
		says("submit 5 ready")
		r.keys("g space j space j space") // the third is a draft
		says("submit 2 of 3 marked")
		r.keys("space k space")
		says("submit 1 marked")
		r.keys("a")
		says("submit 5 of 7 marked")
		r.keys("/")
		r.typed("tokyo")
		r.keys("enter")
		says("submit 1 of 7 marked")
		r.keys("esc A / c o n t o s o enter a")
		says("submit: none of 1 marked can go")
		r.keys("esc a")
		r.keys("esc")
		r.deletes("d") // nothing is left
		says("")
		r.keys("u") // all are marked again
		says("submit 5 of 7 marked")
		r.keys("A g v j j v")
		says("submit 2 of 3 marked")
		r.keys("A")
		says("submit 5 ready")
		r.keys("/")
		r.typed("tokyo")
		r.keys("enter")
		says("submit")
	})
}
