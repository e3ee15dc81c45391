package drafts

import (
	"errors"
	"fmt"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit/kittest"
)

// look is a state of the screen.
type look struct {
	name string
	es   []queue.Entry
	do   func(r *rig)
}

// looks are the states that golden files hold.
func looks() []look {
	return []look{
		{"empty", nil, func(*rig) {}},
		{"few", samples(), func(r *rig) { r.keys("j space j j") }},
		{"nomatch", samples(), func(r *rig) { r.keys("/"); r.typed("zzz") }},
		{"filter", samples(), func(r *rig) { r.keys("/"); r.typed("label:expo-b"); r.keys("enter !") }},
		{"payload", samples(), func(r *rig) { r.keys("j p") }},
		{"details", samples(), func(r *rig) { r.chosen, r.details = true, false; r.keys("j f6") }},
		{"full", many(300), func(r *rig) { r.keys("G k space v k k") }},
		{"picking", samples(), func(r *rig) { r.beginPicking(200, 197); r.keys("space j space") }},
		{"picked-too-many", samples(), func(r *rig) { r.beginPicking(200, 197); r.keys("a") }},
		{"picking-unknown", samples(), func(r *rig) { r.beginPicking(0, 3); r.keys("space") }},
		{"picking-full", samples(), func(r *rig) { r.beginPicking(200, 203) }},
		{"error", samples(), func(r *rig) {
			kittest.Pump(r, loadedMsg{Address: r.to(), gen: r.breakLoad(), err: errors.New("disk I/O error\x1b[2J")})
		}},
	}
}

func TestLooks(t *testing.T) {
	t.Parallel()
	for _, l := range looks() {
		for _, z := range sizes() {
			t.Run(l.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				open(t, z, colorprofile.TrueColor, l.es, func(t *testing.T, r *rig) {
					l.do(r)
					kittest.Fits(t, r, z.width, z.height)
					golden.RequireEqual(t, []byte(kittest.Text(r)))
				})
			})
		}
	}
	t.Run("picked-too-many/colours", func(t *testing.T) {
		t.Parallel()
		open(t, sizes()[1], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
			r.beginPicking(200, 197)
			r.keys("a")
			golden.RequireEqual(t, []byte(kittest.Raw(r)))
		})
	})
	for name, p := range map[string]colorprofile.Profile{"colours": colorprofile.TrueColor, "ansi": colorprofile.ANSI} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			open(t, sizes()[1], p, samples(), func(t *testing.T, r *rig) {
				r.keys("j space")
				golden.RequireEqual(t, []byte(kittest.Raw(r)))
			})
		})
	}
}

// With every key rebound, no state of the screen names one that does nothing.
func TestNoStateNamesAKeyThatIsNotBound(t *testing.T) {
	t.Parallel()
	moved := kittest.Moved(t)
	for _, l := range looks() {
		for _, z := range sizes() {
			t.Run(l.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				openWith(t, z, colorprofile.TrueColor, moved, l.es, func(t *testing.T, r *rig) {
					l.do(r)
					for _, bad := range kittest.Unbound(moved, kittest.Text(r)) {
						t.Errorf("%s\n%s", bad, kittest.Text(r))
					}
				})
			})
		}
	}
}

// breakLoad begins a reading whose answer the test makes up.
func (r *rig) breakLoad() int {
	r.reload(live)
	return r.load.gen
}

// many are n ready leads.
func many(n int) []queue.Entry {
	es := make([]queue.Entry, n)
	for i := range es {
		l := lead.Lead{Kind: lead.Company}
		l.Name, l.Emails = fmt.Sprintf("Company %04d", i), []string{fmt.Sprintf("info@c%d.example", i)}
		es[i] = queue.Entry{ID: kittest.ID(i + 1), State: queue.Ready, Finished: true, Lead: l}
	}
	return es
}
