package words

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"leadpad/app"
	"leadpad/config"
	"leadpad/queue"
)

// Who has a line to a server is told what is wrong there without its files, and what is
// wrong with what was typed as everybody is.
func TestAServersFaultsAreToldWithoutItsFiles(t *testing.T) {
	t.Parallel()
	r := Reader{Workspace: "acme", Served: true}
	for _, err := range []error{
		&config.NoKeyError{Profile: "acme"}, &config.CommandFailed{Name: "/srv/pass", Code: 1}, &config.KeyMistake{What: config.EmptyKey, Source: "file", Of: "/srv/keys/acme"},
		&config.Exposed{Path: "/srv/keys/acme", OfKey: true}, &config.Exposed{Path: "/srv/config.toml"}, &config.Error{Path: "/srv/config.toml", Line: 7, What: config.NotTOML},
		&config.NotRead{Err: fs.ErrPermission}, &config.Layout{Path: "/srv/config.toml"}, &config.Refused{Path: "/srv/config.toml", What: config.OddFile},
		&app.NoFolder{Dir: "/srv", Err: fs.ErrPermission}, &queue.Damage{Address: "/srv/queue.db", Detail: "lead 7"}, &fs.PathError{Op: "open", Path: "/srv/x", Err: fs.ErrNotExist},
		queue.ErrFull, queue.ErrReadOnly, app.ErrReplaced,
	} {
		for _, wrapped := range []error{err, fmt.Errorf("look up /srv: %w", err), errors.Join(err, errors.New("beside /srv"))} {
			said, usage := r.AtPrompt(wrapped)
			all := said.Error() + " " + r.Remedy(wrapped) + " " + r.Error(wrapped) + " " + r.Warning(wrapped, "/srv")
			if usage || strings.Contains(all, "/srv") || strings.Contains(all, "`leadpad") || !strings.Contains(all, tellServer) || !errors.Is(said, err) {
				t.Errorf("%v: %s", wrapped, all)
			}
		}
	}
	typed := &app.NoBatch{Workspace: "acme", Text: "4f2a", Whole: true}
	if said, _ := r.AtPrompt(typed); said.Error() != "workspace acme has no batch 4f2a; `ssh HOST history` shows them" || r.Remedy(typed) != "" {
		t.Errorf("got %v", said)
	}
	if got := r.Warning(queue.ErrNetwork, "/srv"); got != "" {
		t.Errorf("got %q", got)
	}
}
