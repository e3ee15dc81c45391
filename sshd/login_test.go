package sshd

import (
	"errors"
	"strings"
	"testing"

	"charm.land/log/v2"
)

// A workspace that there is not lets nobody in, and is named with its line.
func TestALineForAWorkspaceThatIsNotThere(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	line := func(name, more string) string {
		return `leadpad-user="` + name + `"` + more + " " + authorized(h.keys[name]) + "\n"
	}
	text := line("ana", `,leadpad-workspace="acme"`) + line("bo", `,leadpad-workspace="nowhere"`)
	_, err := New(Options{App: h.app, Users: usersFile(t, text), Log: log.New(h.log), Limits: DefaultLimits(), Bounds: DefaultBounds()})
	if wrong, ok := errors.AsType[*UsersError](err); !ok || wrong.What != NoWorkspace || wrong.Line != 2 || wrong.Name != "nowhere" {
		t.Errorf("got %v", err)
	}
	must(t, writeUsers(h, text))
	if !strings.Contains(h.log.String(), "line 2") {
		t.Errorf("the log:\n%s", h.log)
	}
	h.screens("bo").waits("ACME", "bo") // by the old file
}
