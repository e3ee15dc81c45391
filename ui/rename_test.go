package ui

import (
	"errors"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/ui/kit"
)

// The other set of names: the screens stay as they are, with all that was typed,
// and the preflight of the leads that were kept opens by itself.
func TestOtherNamesOpenThePreflightOfWhatWasKept(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		var asked []string
		fail := errors.New("the config is laid out by hand")
		r.host.rewire = func(name, preset string) error {
			asked = append(asked, name+" "+preset)
			if fail != nil {
				return fail
			}
			return r.useNames(api.PluralWire())
		}
		r.text("Kept AG").keys("ctrl+s").text("Half").keys("f3", "n").text("Typed").keys("f4")
		r.after(time.Second)
		ids := []kit.ID{r.leads()[2].ID}
		r.program.Send(kit.UseNames{Preset: "plural", IDs: ids})
		r.settle()
		r.shows("SANDBOX", "The config is laid out by hand")
		fail = nil
		r.program.Send(kit.UseNames{Preset: "plural", IDs: ids})
		r.settle()
		r.shows("1 lead → 1 request to SANDBOX", "New names on the wire: emails, phoneNumbers, socials and addresses.")
		if len(asked) != 2 || asked[1] != "sandbox plural" {
			t.Errorf("the host was asked for %q", asked)
		}
		r.keys("f2")
		r.titled(begunNow())
		r.shows("Name       Typed", "1 more unfinished: F3")
		r.keys("f4")
		r.shows("1 lead → 1 request to SANDBOX")
	})
}

// Who went on to another screen is told, and not taken from it.
func TestOtherNamesTakeNobodyFromTheScreen(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.host.rewire = func(string, string) error { return r.useNames(api.PluralWire()) }
		r.text("Typed")
		r.program.Send(kit.UseNames{Preset: "plural"})
		r.settle()
		r.shows("Name       Typed", "The new names are in use: F4 goes on")
	})
}

// useNames changes the names on the wire under the rig's screens.
func (r *rig) useNames(w api.Wire) error {
	return r.workspace.Sender.Rename(r.t.Context(), func() (api.Encoding, error) {
		e := r.workspace.Encoding()
		e.Wire = w
		return e, nil
	})
}
