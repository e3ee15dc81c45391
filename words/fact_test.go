package words

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
)

// facts are errors of every type that the rooms below words have, with the room.
func facts() map[string]error {
	full := errors.New("full")
	list := map[string]error{
		"api.AddressError": api.NotHTTPS, "api.WireError": &api.WireError{What: api.UnknownWire, Key: "emials", Near: "emails"},
		"app.NoBackup": &app.NoBackup{File: "/b", Err: fs.ErrExist}, "app.NotRestored": &app.NotRestored{File: "/b", Damage: "cut"},
		"app.Unmoved": &app.Unmoved{Path: "/a", To: "/b", Err: full}, "app.Unopened": &app.Unopened{Dir: "/a", Err: queue.ErrNewer},
		"app.NoFolder": &app.NoFolder{Dir: "/a", Err: full}, "app.Undone": &app.Undone{Act: app.ToDelete, Err: full},
		"app.NoKeyKept": &app.NoKeyKept{Workspace: "acme", Err: full}, "app.Taken": &app.Taken{Name: "acme"},
		"app.KeyElsewhere": &app.KeyElsewhere{Workspace: "acme"}, "app.WindowFull": &app.WindowFull{},
		"app.TooManyLeads": &app.TooManyLeads{Have: 3, More: 2, Limit: 4},
		"app.NoWorkspace":  &app.NoWorkspace{Name: "acme"}, "app.ManyWorkspaces": &app.ManyWorkspaces{Names: []string{"a", "b"}},
		"app.NoBatch": &app.NoBatch{Workspace: "acme", Text: "4f2a1c"}, "app.Settled": &app.Settled{},
		"app.FileThere": &app.FileThere{Path: "/a"}, "app.FolderError": &app.FolderError{Path: "/a", What: app.Made, Err: full},
		"app.EditFailed":    &app.EditFailed{Err: full},
		"app.EditedTooLong": &app.EditedTooLong{Most: 1 << 16},
		"config.NotRead":    &config.NotRead{Err: full},
		"app.NoErrorsFile":  &app.NoErrorsFile{Path: "/a", Err: full},
		"app.FileError":     &app.FileError{Name: "/a", Err: &intake.Fact{What: intake.NoLead}},
		"app.NoFormat":      &app.NoFormat{Ending: ".xls"},
		"app.ProblemError":  &app.ProblemError{Problem: lead.Problem{Cause: lead.Cause{Kind: lead.Salvaged}}},
		"config.Error":      &config.Error{What: config.NotBool, Name: "canary"}, "config.Layout": &config.Layout{},
		"config.Locked": &config.Locked{Path: "/a", Err: full}, "config.Refused": &config.Refused{Path: "/a", What: config.OddFile},
		"config.Exposed": &config.Exposed{Path: "/a", Mode: 0o644}, "config.NoKeyError": &config.NoKeyError{Profile: "acme"},
		"config.KeyMistake": &config.KeyMistake{What: config.OddKey}, "config.OldKeyStays": &config.OldKeyStays{Path: "/a", Err: full},
		"config.CommandFailed": &config.CommandFailed{Name: "pass", Err: context.DeadlineExceeded},
		"intake.Fact":          &intake.Fact{What: intake.NoLead}, "queue.Exposed": &queue.Exposed{Folder: "/a"},
		"queue.Damage": &queue.Damage{Address: "/a", Detail: "cut"},
	}
	return list
}

// Each exported error type below words has a sentence of its own there. One lead
// that cannot be encoded is none of them: it is checked before.
func TestEveryErrorHasItsSentence(t *testing.T) {
	t.Parallel()
	all := facts()
	for _, room := range []string{"api", "app", "config", "intake", "lead", "outbox", "queue"} {
		for _, name := range errorTypes(t, filepath.Join("..", room)) {
			err := all[room+"."+name]
			if name = room + "." + name; name == "api.LeadError" || name == "lead.UnknownField" {
				continue
			}
			if err == nil {
				t.Errorf("no %s is tried", name)
				continue
			}
			got := (Reader{}).Unread(err, "").Error()
			if got == "" || got == err.Error() || utf8.RuneCountInString(got) > 140 || strings.Contains(got, "%!") {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

// errorTypes are the exported types of a folder that have an Error.
func errorTypes(t *testing.T, folder string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, f.Name()), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "Error" && f.Recv != nil {
				of := f.Recv.List[0].Type
				if star, ok := of.(*ast.StarExpr); ok {
					of = star.X
				}
				if name, ok := of.(*ast.Ident); ok && name.IsExported() {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}

// Each kind of a fact has words of its own.
func TestEveryKindOfAnErrorHasItsSentence(t *testing.T) {
	t.Parallel()
	full := errors.New("full")
	for name, kind := range map[string]struct {
		file string
		of   func(kind string) error
	}{
		"AddressError": {"../api/address.go", func(k string) error { return api.AddressError(k) }},
		"WireFault":    {"../api/wire.go", func(k string) error { return &api.WireError{What: api.WireFault(k), Key: "k", Other: "o"} }},
		"KeyFault":     {"../config/keys.go", func(k string) error { return &config.KeyMistake{What: config.KeyFault(k), Source: "file", Of: "/k"} }},
		"FileFault":    {"../config/trust.go", func(k string) error { return &config.Refused{Path: "/f", What: config.FileFault(k)} }},
		"Act":          {"../app/trash.go", func(k string) error { return &app.Undone{Act: app.Act(k), Err: full} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			for _, k := range constants(t, kind.file, name) {
				err := kind.of(k)
				got := Error(fmt.Errorf("do: %w", err))
				if got == err.Error() || strings.HasPrefix(got, "do: ") || strings.HasPrefix(got, ":") || slices.Contains(told, got) {
					t.Errorf("%s: %q", k, got)
				}
				if said, _ := (Reader{}).AtPrompt(err); said.Error() != got || !errors.Is(said, err) {
					t.Errorf("%s at a prompt: %q", k, said)
				}
				told = append(told, got)
			}
		})
	}
}
