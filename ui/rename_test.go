package ui

import (
	"errors"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/ui/kit"
)

// The other set of names: the screens move over to the workspace opened anew,
// stay on Send, and the preflight of the leads that were kept opens by itself.
func TestOtherNamesOpenTheWorkspaceAnewAndStayOnSend(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		var asked []string
		anew := newWorkspace(r.t, r.workspace.Queue, "sandbox", "ANEW", true)
		anew.Encoding.Wire = api.PluralWire()
		fail := errors.New("The config is laid out by hand")
		r.host.rewire = func(name, preset string) (*kit.Workspace, error) {
			asked = append(asked, name+" "+preset)
			if fail != nil {
				return nil, fail
			}
			return anew, nil
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
		r.shows("ANEW", "1 lead → 1 request to ANEW", "New names on the wire: emails, phoneNumbers, socials and addresses.")
		if len(asked) != 2 || asked[1] != "sandbox plural" {
			t.Errorf("the host was asked for %q", asked)
		}
		r.keys("f2")
		r.titled(begunNow()) // the other screens are the new workspace's, too
		r.shows("Name       Typed", "1 more unfinished: F3")
		r.keys("f4")
		r.shows("1 lead → 1 request to ANEW")
	})
}

// Text that is not on disk yet is not left behind.
func TestOtherNamesWaitForWhatWasTyped(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.host.rewire = func(string, string) (*kit.Workspace, error) {
			t.Error("the workspace is opened anew over unsaved text")
			return nil, errors.New("no")
		}
		for _, c := range "Typed" { // and not a moment passes
			r.program.Send(kit.Press(string(c)))
		}
		r.program.Send(kit.UseNames{Preset: "plural"})
		r.settle()
		r.shows("not on disk yet")
	})
}
